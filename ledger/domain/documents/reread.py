"""
Forms for what was read before and is stored since: the same members and defaults, with texts taken as they are.

How texts are spelled was looked at when a paper was recorded; looking again is most of the time of reading. Instants
are looked at, because everybody counts with them, here or by who reads; seals stay of their one type, because they are
compared.
"""

from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Struct, defstruct, field
from msgspec.structs import FieldInfo, fields

from ledger.domain.documents.base import Instant, Seals

FormT = TypeVar("FormT", bound=Struct)

UNDATED: Final = frozenset[Any]({Seals})
"""Types that stay as they are, for a reader who looks at instants himself."""
DATED: Final = UNDATED | {Instant}


@cache
def reread(form: type[FormT], same: frozenset[Any] = DATED) -> type[FormT]:
    """
    A form of the same kind, which is one for every purpose but that it equals none of the original; members of some
    types are the same.
    """
    hints = get_type_hints(form, include_extras=True)
    members = [(one.name, _plain(hints[one.name], same), _default(one)) for one in fields(form)]
    return cast("type[FormT]", defstruct(form.__name__, members, bases=(form,), kw_only=True, frozen=True))


def _default(member: FieldInfo) -> Any:
    if member.default is NODEFAULT:
        return field(name=member.encode_name)
    return field(name=member.encode_name, default=member.default)


def _plain(kind: Any, same: frozenset[Any]) -> Any:
    """A type without what it says of the spelling of texts."""
    if kind in same:
        return kind
    origin = get_origin(kind)
    if origin is Annotated:
        return get_args(kind)[0] if get_args(kind)[0] is str else kind
    if origin in {Union, UnionType}:
        return Union[tuple(_plain(one, same) for one in get_args(kind))]  # noqa: UP007 - made from a list
    if origin is tuple:
        return tuple[tuple(one if one is ... else _plain(one, same) for one in get_args(kind))]  # type: ignore[misc]  # made from a list
    return reread(kind, same) if isinstance(kind, type) and issubclass(kind, Struct) else kind

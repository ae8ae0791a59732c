"""An address is shown without its password."""

import pytest

from ledger.errors import Unavailable
from ledger.persistence.address import address, name
from ledger.persistence.secrecy import without_password

SHOWN = {
    "postgresql://ani:rahasia@host/kotak": "postgresql://ani:***@host/kotak",
    "postgresql://ani:ra/hasia@host/kotak": "postgresql://ani:***@host/kotak",
    "postgresql://ani:r@hasia@host/kotak": "postgresql://ani:***@host/kotak",
    "postgresql://ani@host/kotak?password=rahasia&port=1": "postgresql://ani@host/kotak?password=***&port=1",
    "postgresql://ani@host/kotak?sslpassword=rahasia": "postgresql://ani@host/kotak?sslpassword=***",
    "postgresql://ani@/kotak?host=/run/a@b&port=1": "postgresql://ani@/kotak?host=/run/a@b&port=1",
    "ledger of ani:x@.db": "ledger of ani:x@.db",
}


@pytest.mark.parametrize(("said", "shown"), SHOWN.items())
def test_a_password_is_hidden_wherever_it_stands(said: str, shown: str) -> None:
    assert without_password(said) == shown


@pytest.mark.parametrize(
    "said", ["postgresql://ani:rahasia@host:5432x/k", "://ani:rahasia@", "mysql://ani:rahasia@host/k"]
)
def test_an_address_that_is_none_shows_no_password(said: str) -> None:
    with pytest.raises(Unavailable, match=r"ani:\*\*\*@.* names neither") as refused:
        address(said)

    assert "rahasia" not in f"{refused.value}"


@pytest.mark.parametrize("said", ["postgresql://ani:r@hasia@host/kotak", "postgresql://ani:r@h/asia@host/kotak"])
def test_half_a_password_is_never_taken_for_a_host(said: str) -> None:
    with pytest.raises(Unavailable, match="an @ too many") as refused:
        address(said)

    assert "hasia" not in f"{refused.value}"
    assert "%40" in refused.value.remedy


def test_passwords_with_every_sign_can_be_written() -> None:
    url = address("postgresql://ani:r%40%3A%2F%3F@host/kotak?sslpassword=x")

    assert url.password == "r@:/?"  # noqa: S105 - what was written above
    assert name(url) == "postgresql+psycopg://ani:***@host/kotak?sslpassword=***"

"""
The address of a database as it may be shown: without a password, wherever it stands in it.

    postgresql+psycopg://ani:***@host/kotak?sslpassword=***

Needs no SQLAlchemy, for settings are shown by commands that open no database. Where an address is misspelt, rather too
much is hidden than too little.
"""

import re
from typing import Final

# As far as the last @, which a password holds that was not written as %40.
_PASSWORD: Final = re.compile(r"(://[^:/@?]*:).*@", re.DOTALL)
_NAMED: Final = re.compile(r"([?&][^=&]*password[^=&]*=)[^&]*", re.IGNORECASE)


def without_password(address: str) -> str:
    """The same address, with `***` where a password stands. A path stays as it is."""
    if "://" not in address:
        return address
    return _NAMED.sub(r"\1***", _PASSWORD.sub(r"\1***@", address))

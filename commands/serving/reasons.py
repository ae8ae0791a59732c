"""Why pages cannot be served or shown. Known without what serves them, so that `kotak help SV-001` tells of them."""

from ledger.errors import Reason

NOT_LISTENING = Reason(
    "SV-001", "Nothing can be served at port {port}: {why}.", "Choose another port: kotak serve --port 7391"
)
NOT_A_CHOICE = Reason("SV-010", "{text} cannot be chosen as {what}.", "Choose one of these: {known}")
TOO_LONG = Reason("SV-011", "What is asked as {what} has more than {limit} characters.", "Ask for less of it.")
NOT_READ = Reason(
    "SV-012",
    "What came in could not be read. This is a mistake in kotak; the details are in {path}.",
    "Pages show what was known before. See what the ledger says of itself: kotak verify",
)

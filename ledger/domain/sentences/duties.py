"""What a signature means for the one who gives it, by his part and the kind of paper. Read last before signing."""

from typing import Final

from ledger.domain.documents.base import Document
from ledger.domain.documents.movement import Deposit
from ledger.domain.documents.remarks import Inspection
from ledger.domain.sentences.tongue import Tongue

_Both = tuple[str, str]

_OF_KIND: Final[dict[tuple[str, str], _Both]] = {
    ("release", "releases"): (
        "Anda tetap menjawab atas {boxes} ini sampai diterima.",
        "You stay answerable for {boxes} until they are accepted.",
    ),
    ("acceptance", "receives"): (
        "Anda menjawab atas {accepted} yang diterima sejak sekarang.",
        "You are answerable for {accepted} accepted from now on.",
    ),
    ("handover", "releases"): (
        "Tanggung jawab Anda atas {accepted} yang diterima berakhir sekarang.",
        "Your responsibility for {accepted} accepted ends now.",
    ),
    ("handover", "receives"): (
        "Anda menjawab atas {accepted} yang diterima sejak sekarang.",
        "You are answerable for {accepted} accepted from now on.",
    ),
    ("withdrawal", "releases"): (
        "Anda tetap menjawab atas {boxes} ini, dan kotaknya ada pada Anda.",
        "You stay answerable for {boxes}, and you have them.",
    ),
    ("deposit", "acts"): (
        "Anda tetap menjawab atas {boxes} ini.",
        "You stay answerable for {boxes}.",
    ),
    ("deposit", "keeps"): (
        "{boxes} ini ada pada Anda sejak sekarang; Anda tidak menjadi penanggung jawab.",
        "{boxes} are in your keeping from now on; you do not become answerable.",
    ),
    ("sealing", "acts"): (
        "Anda menyatakan segel dan isi {boxes} ini seperti tertulis di atas.",
        "You state the seals and contents of {boxes} as written above.",
    ),
    ("opening", "acts"): (
        "Anda menjawab atas pembukaan {boxes} ini.",
        "You are answerable for the opening of {boxes}.",
    ),
    ("disposal", "acts"): (
        "Anda menjawab atas penghapusan {boxes} ini; riwayatnya berakhir di sini.",
        "You are answerable for the disposal of {boxes}; their chains end here.",
    ),
    ("stock", "acts"): (
        "Anda menyatakan jumlah barang seperti tertulis di atas.",
        "You state the numbers of goods as written above.",
    ),
    ("access", "acts"): (
        "Anda menjawab atas pembukaan atau penutupan gudang ini.",
        "You are answerable for this opening or closing of the store.",
    ),
    ("answer", "reports"): ("Anda menyampaikan jawaban ini.", "You give this answer."),
}
_OF_PART: Final[dict[str, _Both]] = {
    "acts": ("Anda menyatakan yang tertulis di atas.", "You state what is written above."),
    "releases": ("Anda menyatakan yang tertulis di atas.", "You state what is written above."),
    "receives": ("Anda menyatakan yang tertulis di atas.", "You state what is written above."),
    "keeps": ("Anda menyatakan bahwa Anda menyimpannya.", "You state that you keep them."),
    "unlocks": ("Anda menyatakan bahwa Anda membuka gembok Anda.", "You state that you unlocked your padlock."),
    "witnesses": (
        "Anda menyatakan bahwa Anda menyaksikannya; Anda tidak menjadi penanggung jawab.",
        "You state that you witnessed it; you do not become answerable.",
    ),
    "escorts": (
        "Anda menyatakan bahwa Anda mengawalnya; Anda tidak menjadi penanggung jawab.",
        "You state that you escorted them; you do not become answerable.",
    ),
    "inspects": (
        "Anda menyatakan apa yang Anda lihat; tanggung jawab tidak berpindah.",
        "You state what you saw; no responsibility moves.",
    ),
    "reports": (
        "Anda menyatakan yang tertulis di atas menurut pengetahuan Anda.",
        "You state what is written above to the best of your knowledge.",
    ),
    "registers": ("Anda mendaftarkan yang tertulis di atas.", "You register what is written above."),
    "proves": ("Anda membuktikan bahwa kunci ini ada pada Anda.", "You prove that you hold this key."),
    "authorises": ("Anda memberi wewenang atas yang tertulis di atas.", "You authorise what is written above."),
    "operates": ("Anda mencatat yang tertulis di atas.", "You put down what is written above."),
}
_HERE: Final[_Both] = (
    "Anda menyatakan bahwa {boxes} ini ada pada satuan Anda; tanggung jawab tidak berpindah.",
    "You state that {boxes} are with your unit; no responsibility moves.",
)
_BACK: Final[_Both] = (
    "Anda menyimpan {boxes} ini sendiri lagi dan tetap menjawab atasnya.",
    "You keep {boxes} yourself again and stay answerable for them.",
)
_GIVEN_BACK: Final[_Both] = (
    "Anda tidak lagi menyimpan {boxes} ini.",
    "You no longer keep {boxes}.",
)


def duty(tongue: Tongue, document: Document, part: str, lines: int, accepted: int) -> str:
    """What the holder of this part takes upon himself by signing."""
    match document:
        case Inspection(here=True) if part == "inspects":
            said = _HERE
        case Deposit(back=True) if part in {"acts", "keeps"}:
            said = _BACK if part == "acts" else _GIVEN_BACK
        case _:
            said = _OF_KIND.get((document.kind, part)) or _OF_PART[part]
    return tongue.say(*said, boxes=tongue.boxes(lines), accepted=tongue.boxes(accepted))

"""
The closed words of papers, as officers say them: Indonesian, then English.

Only the words of the format stand here. Words an election chooses itself (reasons, items, bases) are shown as they are.
"""

from collections.abc import Mapping
from typing import Final

Vocabulary = Mapping[str, tuple[str, str]]

TITLES: Final[Vocabulary] = {
    "genesis": ("Pembukaan buku", "Founding of the ledger"),
    "authorities": ("Pergantian pemberi wewenang", "Change of authorities"),
    "continuation": ("Kelanjutan buku yang hilang", "Continuation of a lost log"),
    "closing": ("Penutupan buku", "Closing of the ledger"),
    "rules": ("Aturan", "Rules"),
    "units": ("Daftar satuan dan tempat", "Register of units and places"),
    "enrolment": ("Pendaftaran petugas", "Enrolment of officers"),
    "rotation": ("Penggantian kunci", "Rotation of keys"),
    "revocation": ("Pencabutan kunci", "Revocation of keys"),
    "manifest": ("Daftar kotak", "Manifest of boxes"),
    "plan": ("Rencana", "Plan"),
    "stock": ("Penghitungan barang", "Counting of stock"),
    "sealing": ("Penyegelan kotak", "Sealing of boxes"),
    "release": ("Penyerahan kotak", "Release of boxes"),
    "acceptance": ("Penerimaan kotak", "Acceptance of boxes"),
    "handover": ("Serah terima kotak", "Hand-over of boxes"),
    "withdrawal": ("Pembatalan penyerahan", "Withdrawal of a release"),
    "deposit": ("Penitipan kotak", "Deposit of boxes"),
    "opening": ("Pembukaan kotak", "Opening of boxes"),
    "correction": ("Pembetulan", "Correction"),
    "disposal": ("Penghapusan kotak", "Disposal of boxes"),
    "inspection": ("Pengecekan kotak", "Inspection of boxes"),
    "access": ("Pembukaan atau penutupan gudang", "Opening or closing of a store"),
    "finding": ("Catatan kejadian", "Finding"),
    "answer": ("Jawaban atas catatan kejadian", "Answer to a finding"),
    "hold": ("Penahanan kotak", "Hold on boxes"),
    "lift": ("Pelepasan penahanan", "Lifting of a hold"),
    "attestation": ("Penyaksian", "Attestation"),
    "anchor": ("Titik kait buku lain", "Anchor of another ledger"),
}
PARTS: Final[Vocabulary] = {
    "acts": ("yang bertindak", "the one who acts"),
    "releases": ("yang menyerahkan", "the one who releases"),
    "receives": ("yang menerima", "the one who receives"),
    "keeps": ("penyimpan", "the keeper"),
    "unlocks": ("pembuka gembok", "the one who unlocks"),
    "witnesses": ("yang menyaksikan", "the witness"),
    "escorts": ("pengawal", "the escort"),
    "inspects": ("pengecek", "the inspector"),
    "reports": ("yang melaporkan", "the one who reports"),
    "registers": ("pendaftar", "the registrar"),
    "proves": ("pemegang kunci", "the holder of the key"),
    "authorises": ("pemberi wewenang", "the authority"),
    "operates": ("operator", "the operator"),
}
CONDITIONS: Final[Vocabulary] = {
    "intact": ("utuh", "intact"),
    "came-off": ("lepas", "came off"),
    "cut": ("putus", "cut"),
    "torn": ("sobek", "torn"),
    "damaged": ("rusak", "damaged"),
    "wet": ("basah", "wet"),
    "missing": ("hilang", "missing"),
    "replaced": ("diganti", "replaced"),
}
CAUSES: Final[Vocabulary] = {
    "transport": ("pengangkutan", "transport"),
    "handling": ("penanganan", "handling"),
    "rain": ("hujan", "rain"),
    "leak": ("bocor", "leak"),
    "flood": ("banjir", "flood"),
    "termites": ("rayap", "termites"),
    "fire": ("kebakaran", "fire"),
    "theft": ("pencurian", "theft"),
    "delivery": ("pengiriman penyedia", "delivery by the vendor"),
    "unknown": ("tidak diketahui", "unknown"),
}
HOW: Final[Vocabulary] = {
    "later": ("akan menandatangani kemudian", "will sign later"),
    "paper": ("menandatangani di kertas", "signed on paper"),
    "seen": ("hadir tanpa menandatangani", "was there and did not sign"),
    "absent": ("tidak hadir", "was absent"),
    "refused": ("hadir dan menolak menandatangani", "was there and refused to sign"),
}
ABSENCES: Final[Vocabulary] = {
    "not-invited": ("tidak diundang", "not invited"),
    "invited": ("sudah diundang", "invited"),
    "late": ("terlambat", "late"),
    "ill": ("sakit", "ill"),
    "weather": ("cuaca", "weather"),
    "distance": ("jarak", "distance"),
    "obstructed": ("terhalang", "obstructed"),
    "no-key": ("tidak punya kunci", "has no key"),
    "unknown": ("tidak diketahui", "unknown"),
}
SEALS: Final[Vocabulary] = {
    "ties": ("kabel ties", "cable ties"),
    "papers": ("segel kertas", "paper seals"),
    "padlocks": ("gembok", "padlocks"),
    "party": ("segel saksi", "party seals"),
}
PURPOSES: Final[Vocabulary] = {
    "packing": ("pengesetan", "packing"),
    "voting": ("pemungutan suara", "voting"),
    "counting": ("penghitungan suara", "counting"),
    "results": ("hasil penghitungan", "results"),
    "recap": ("rekapitulasi", "recapitulation"),
    "evidence": ("alat bukti", "evidence"),
    "disposal": ("penghapusan", "disposal"),
}
OUTCOMES: Final[Vocabulary] = {
    "accepted": ("DITERIMA", "ACCEPTED"),
    "refused": ("DITOLAK", "REFUSED"),
    "missing": ("TIDAK ADA", "MISSING"),
    "extra": ("DI LUAR DAFTAR", "NOT ON THE LIST"),
}
COUNTS: Final[Vocabulary] = {
    "valid": ("suara sah", "valid ballots"),
    "invalid": ("suara tidak sah", "invalid ballots"),
    "unused": ("surat suara tidak terpakai", "unused ballots"),
    "damaged": ("surat suara rusak", "damaged ballots"),
    "voters": ("pemilih yang hadir", "voters who came"),
}
DISPOSALS: Final[Vocabulary] = {
    "auction": ("dilelang", "auctioned"),
    "pulp": ("dijadikan bubur kertas", "pulped"),
    "archive": ("diarsipkan", "archived"),
}
SORTS: Final[Vocabulary] = {
    "event": ("kejadian khusus", "special event"),
    "objection": ("keberatan", "objection"),
    "supervision": ("hasil pengawasan", "result of supervision"),
    "ruling": ("putusan", "ruling"),
}
ANSWERS: Final[Vocabulary] = {
    "explains": ("menjelaskan", "explains"),
    "remedies": ("memperbaiki", "remedies"),
    "disputes": ("membantah", "disputes"),
    "closes": ("menutup", "closes"),
}
ACTIONS: Final[Vocabulary] = {
    "opened": ("dibuka", "opened"),
    "closed": ("ditutup", "closed"),
    "delivered": ("dikirim", "delivered"),
    "issued": ("dikeluarkan", "issued"),
    "returned": ("dikembalikan", "returned"),
    "used": ("dipakai", "used"),
    "damaged": ("rusak", "damaged"),
    "destroyed": ("dimusnahkan", "destroyed"),
    "missing": ("hilang", "missing"),
}
FILES: Final[Vocabulary] = {
    "photo": ("foto", "photograph"),
    "scan": ("hasil pindai", "scan"),
    "letter": ("surat", "letter"),
    "form": ("formulir", "form"),
    "words": ("keterangan tertulis", "words"),
    "other": ("lainnya", "other"),
}
ENDINGS: Final[Vocabulary] = {
    "ended": ("masa tugas berakhir", "the term ended"),
    "lost": ("kunci hilang", "the key is lost"),
    "stolen": ("kunci dicuri", "the key is stolen"),
}
ROLES: Final[Vocabulary] = {
    "chair": ("ketua", "chair"),
    "deputy": ("wakil ketua", "deputy"),
    "member": ("anggota", "member"),
    "secretary": ("sekretaris", "secretary"),
    "guard": ("penjaga", "guard"),
    "registrar": ("pendaftar", "registrar"),
    "operator": ("operator", "operator"),
}
FAMILIES: Final[Vocabulary] = {
    "custody": ("penyelenggara", "custody"),
    "supervision": ("pengawas", "supervision"),
}
LEVELS: Final[Vocabulary] = {
    "station": ("TPS", "station"),
    "village": ("desa atau kelurahan", "village"),
    "district": ("kecamatan", "district"),
    "regency": ("kabupaten atau kota", "regency or city"),
}
UNITS: Final[Vocabulary] = {
    **{word: (word.upper(), word.upper()) for word in ("kpu", "ppk", "pps", "kpps", "pkd", "ptps", "tni")},
    "bawaslu": ("Bawaslu", "Bawaslu"),
    "panwascam": ("Panwascam", "Panwascam"),
    "saksi": ("Saksi", "Party witness"),
    "polri": ("Polri", "Police"),
    "satpolpp": ("Satpol PP", "Satpol PP"),
    "linmas": ("Linmas", "Linmas"),
    "carrier": ("Pengangkut", "Carrier"),
    "vendor": ("Penyedia", "Vendor"),
}
DAYS: Final = (
    ("Senin", "Monday"),
    ("Selasa", "Tuesday"),
    ("Rabu", "Wednesday"),
    ("Kamis", "Thursday"),
    ("Jumat", "Friday"),
    ("Sabtu", "Saturday"),
    ("Minggu", "Sunday"),
)
MONTHS: Final = (
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
)
ZONES: Final = {"+07:00": "WIB", "+08:00": "WITA", "+09:00": "WIT"}

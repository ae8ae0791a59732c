"""
Every command on one line: name, alias, what it does to the world, where it stands, and what it is for.

Nothing here is imported before it is used. A command that is not in this table does not exist.
"""

from typing import Final

from commands.program.frame import Entry, Section

SECTIONS: Final = (
    Section(
        "every day",
        (
            Entry(
                "start",
                "mulai",
                "writes",
                "commands.everyday.laptop:start",
                "set up this laptop from one election file",
            ),
            Entry(
                "status", "", "reads", "commands.everyday.laptop:status", "who am I, what do we hold, what waits for us"
            ),
            Entry(
                "release",
                "serah",
                "signs",
                "commands.everyday.moving:release",
                "give boxes on their way to another unit",
            ),
            Entry(
                "accept", "terima", "signs", "commands.everyday.receiving:accept", "take over the boxes of a release"
            ),
            Entry(
                "handover",
                "serahterima",
                "signs",
                "commands.everyday.moving:handover",
                "both in one, two keys at one table",
            ),
            Entry(
                "withdraw",
                "batal",
                "signs",
                "commands.everyday.moving:withdraw",
                "a release of mine was never accepted",
            ),
            Entry(
                "deposit",
                "titip",
                "signs",
                "commands.everyday.moving:deposit",
                "leave boxes with another; custody stays",
            ),
            Entry(
                "collect",
                "ambil",
                "signs",
                "commands.everyday.moving:collect",
                "take boxes back from where they were left",
            ),
            Entry("seal", "segel", "signs", "commands.everyday.sealing:seal", "close boxes and say which seals are on"),
            Entry("open", "buka", "signs", "commands.everyday.sealing:open_", "open boxes, with a legal basis"),
            Entry("inspect", "cek", "signs", "commands.everyday.noticing:inspect", "say what you see of boxes"),
            Entry("access", "gudang", "signs", "commands.everyday.noticing:access", "a store was opened or closed"),
            Entry(
                "attest",
                "saksikan",
                "signs",
                "commands.everyday.noticing:attest",
                "sign as witness or as the missing side",
            ),
            Entry(
                "finding", "catat", "signs", "commands.everyday.findings:finding", "report what is wrong, answer, list"
            ),
            Entry(
                "transcribe",
                "salin",
                "signs",
                "commands.everyday.transcribing:transcribe",
                "record a form written by hand",
            ),
            Entry("minute", "ba", "reads", "commands.everyday.minutes:minute", "print the berita acara of a paper"),
            Entry("label", "", "reads", "commands.everyday.minutes:label", "print what is glued to a box"),
        ),
    ),
    Section(
        "looking",
        (
            Entry(
                "where", "posisi", "reads", "commands.looking.looking:where", "where boxes are and who answers for them"
            ),
            Entry("chain", "rantai", "reads", "commands.looking.looking:chain", "every paper about one box"),
            Entry(
                "coverage",
                "cakupan",
                "reads",
                "commands.looking.inquiries:coverage",
                "expected, in time, late, not come, by leg and area",
            ),
            Entry(
                "breaks",
                "masalah",
                "reads",
                "commands.looking.inquiries:breaks",
                "what does not agree, and what to ask next",
            ),
            Entry(
                "seals",
                "neraca-segel",
                "reads",
                "commands.looking.goods:seals",
                "seals delivered, put on, broken and left",
            ),
            Entry(
                "ballots",
                "surat-suara",
                "reads",
                "commands.looking.goods:ballots",
                "ballots due, packed, found and counted",
            ),
            Entry(
                "officers",
                "petugas",
                "reads",
                "commands.looking.inquiries:officers",
                "who may sign, until when, and what each signed",
            ),
        ),
    ),
    Section(
        "evidence",
        (
            Entry(
                "verify", "periksa-buku", "reads", "commands.evidence.evidence:verify", "check a whole ledger or a copy"
            ),
            Entry(
                "report",
                "laporan-audit",
                "reads",
                "commands.reporting.reporting:report",
                "the audit report, one page for people",
            ),
            Entry(
                "receipt",
                "petikan",
                "reads",
                "commands.evidence.receipts:receipt",
                "a proof of one paper or one box, for a pocket",
            ),
            Entry(
                "passport",
                "paspor",
                "reads",
                "commands.evidence.receipts:passport",
                "all proofs of a box or a station, in one file",
            ),
            Entry(
                "check",
                "uji-asli",
                "reads",
                "commands.evidence.checking:check",
                "is this file genuine? Without any ledger or network",
            ),
            Entry("checkpoint", "tonggak", "signs", "commands.evidence.checkpoints:checkpoint", "what the log signed"),
            Entry(
                "sample", "sampel", "reads", "commands.sampling.sampling:sample", "boxes to inspect, by lot; exposure"
            ),
            Entry("export", "ekspor", "writes", "commands.exporting.exporting:export", "the ledger in other forms"),
            Entry(
                "timestamp",
                "cap-waktu",
                "writes",
                "commands.evidence.timestamps:timestamp",
                "by when a checkpoint existed, as an outsider says",
            ),
            Entry(
                "compare",
                "banding",
                "writes",
                "commands.evidence.comparing:compare",
                "two copies; prove what contradicts",
            ),
            Entry(
                "verifier",
                "pemeriksa",
                "writes",
                "commands.verifiers.verifying:verifier",
                "programs that check proofs without this one",
            ),
            Entry(
                "cosign",
                "saksi-log",
                "signs",
                "commands.witnessing.cosign:cosign",
                "sign checkpoints as a log witness",
            ),
        ),
    ),
    Section(
        "moving papers",
        (
            Entry(
                "paper", "naskah", "signs", "commands.everyday.papers:paper", "draft, sign, record or show any paper"
            ),
            Entry(
                "bundle", "bundel", "reads", "commands.evidence.bundles:bundle", "papers in a file, for a memory stick"
            ),
        ),
    ),
    Section(
        "setting up",
        (
            Entry("init", "dirikan", "signs", "commands.founding.founding:init", "found a ledger"),
            Entry("trust", "kepercayaan", "writes", "commands.founding.trusting:trust", "what every check starts from"),
            Entry(
                "key", "kunci", "signs", "commands.founding.keys:key", "make a key, show it, ask to be enrolled with it"
            ),
            Entry("enrol", "daftarkan", "signs", "commands.founding.roster:enrol", "officers with the keys they made"),
            Entry("rotate", "ganti-kunci", "signs", "commands.founding.rotating:rotate", "take a new key"),
            Entry("revoke", "cabut", "signs", "commands.founding.roster:revoke", "a key counts no longer"),
            Entry("names", "nama", "writes", "commands.founding.names:names", "who an officer is, beside the ledger"),
            Entry(
                "units", "satuan", "signs", "commands.founding.units:units", "units, and places where boxes may stand"
            ),
            Entry(
                "manifest", "daftar-kotak", "signs", "commands.founding.lists:manifest", "every box that is expected"
            ),
            Entry(
                "plan",
                "rencana",
                "signs",
                "commands.founding.ruling:plan",
                "the legs that are expected, and until when",
            ),
            Entry("rules", "aturan", "signs", "commands.founding.ruling:rules", "what is wanted in this election"),
            Entry("stock", "stok", "signs", "commands.founding.goods:stock", "counted goods that are not yet boxes"),
            Entry(
                "correct",
                "koreksi",
                "signs",
                "commands.founding.orders:correct",
                "what holds instead of what a paper says",
            ),
            Entry("hold", "tahan", "signs", "commands.founding.orders:hold", "boxes are to stay where they are"),
            Entry("lift", "cabut-tahan", "signs", "commands.founding.orders:lift", "a hold ends"),
            Entry("dispose", "musnahkan", "signs", "commands.founding.orders:dispose", "the chain of boxes ends"),
            Entry(
                "anchor",
                "jangkar",
                "signs",
                "commands.founding.anchoring:anchor",
                "keep the checkpoint of another ledger",
            ),
            Entry(
                "continue",
                "lanjutkan",
                "signs",
                "commands.founding.continuing:continue_",
                "go on after the log was lost",
            ),
        ),
    ),
    Section(
        "machine room",
        (
            Entry(
                "demo", "", "writes", "commands.machine.demo:demo", "play a simulated Kota Batu into an empty folder"
            ),
            Entry("doctor", "", "reads", "commands.machine.doctor:doctor", "is this laptop fit for the work?"),
            Entry("rebuild", "", "writes", "commands.machine.rebuild:rebuild", "make all but the papers again"),
            Entry("serve", "layar", "reads", "commands.serving.serving:serve", "the ledger as pages in your browser"),
            Entry(
                "config", "setelan", "writes", "commands.machine.config:config", "settings, and where each comes from"
            ),
            Entry("completion", "", "writes", "commands.machine.completion:completion", "the shell completes commands"),
            Entry("help", "bantuan", "reads", "commands.machine.help:explain", "explain a command, a topic or a code"),
        ),
    ),
)

"""
Every command on one line: name, alias, what it does to the world, where it stands, and what it is for.

Nothing here is imported before it is used. A command that is not in this table does not exist.
"""

from typing import Final

from commands.frame import Entry, Section

SECTIONS: Final = (
    Section(
        "every day",
        (
            Entry("start", "mulai", "writes", "commands.laptop:start", "set up this laptop from one election file"),
            Entry("status", "", "reads", "commands.laptop:status", "who am I, what do we hold, what waits for us"),
            Entry("release", "serah", "signs", "commands.moving:release", "give boxes on their way to another unit"),
            Entry("accept", "terima", "signs", "commands.receiving:accept", "take over the boxes of a release"),
            Entry("handover", "serahterima", "signs", "commands.moving:handover", "both in one, two keys at one table"),
            Entry("withdraw", "batal", "signs", "commands.moving:withdraw", "a release of mine was never accepted"),
            Entry("deposit", "titip", "signs", "commands.moving:deposit", "leave boxes with another; custody stays"),
            Entry("collect", "ambil", "signs", "commands.moving:collect", "take boxes back from where they were left"),
            Entry("seal", "segel", "signs", "commands.sealing:seal", "close boxes and say which seals are on"),
            Entry("open", "buka", "signs", "commands.sealing:open_", "open boxes, with a legal basis"),
            Entry("inspect", "cek", "signs", "commands.noticing:inspect", "say what you see of boxes"),
            Entry("access", "gudang", "signs", "commands.noticing:access", "a store was opened or closed"),
            Entry("attest", "saksikan", "signs", "commands.noticing:attest", "sign as witness or as the missing side"),
            Entry("finding", "catat", "signs", "commands.findings:finding", "report what is wrong, answer, list"),
            Entry("transcribe", "salin", "signs", "commands.transcribing:transcribe", "record a form written by hand"),
            Entry("minute", "ba", "reads", "commands.minutes:minute", "print the berita acara of a paper"),
            Entry("label", "", "reads", "commands.minutes:label", "print what is glued to a box"),
        ),
    ),
    Section(
        "looking",
        (
            Entry("where", "posisi", "reads", "commands.looking:where", "where boxes are and who answers for them"),
            Entry("chain", "rantai", "reads", "commands.looking:chain", "every paper about one box"),
        ),
    ),
    Section("evidence", ()),
    Section(
        "moving papers",
        (Entry("paper", "naskah", "signs", "commands.papers:paper", "draft, sign, record or show any paper"),),
    ),
    Section("setting up", ()),
    Section(
        "machine room",
        (
            Entry("demo", "", "writes", "commands.demo:demo", "play a simulated Kota Batu into an empty folder"),
            Entry("doctor", "", "reads", "commands.doctor:doctor", "is this laptop fit for the work?"),
            Entry("rebuild", "", "writes", "commands.rebuild:rebuild", "make all but the papers again"),
            Entry("config", "setelan", "writes", "commands.config:config", "settings, and where each comes from"),
            Entry("completion", "", "writes", "commands.completion:completion", "the shell completes commands"),
            Entry("help", "bantuan", "reads", "commands.help:explain", "explain a command or a code like HO-006"),
        ),
    ),
)

"""
Every command on one line: name, alias, what it does to the world, where it stands, and what it is for.

Nothing here is imported before it is used. A command that is not in this table does not exist.
"""

from typing import Final

from commands.frame import Entry, Section

SECTIONS: Final = (
    Section("every day", ()),
    Section("looking", ()),
    Section("evidence", ()),
    Section("moving papers", ()),
    Section("setting up", ()),
    Section(
        "machine room",
        (
            Entry("doctor", "", "reads", "commands.doctor:doctor", "is this laptop fit for the work?"),
            Entry("config", "setelan", "writes", "commands.config:config", "settings, and where each comes from"),
            Entry("completion", "", "writes", "commands.completion:completion", "the shell completes commands"),
            Entry("help", "bantuan", "reads", "commands.help:explain", "explain a command or a code like HO-006"),
        ),
    ),
)

"""The one path of everything that is signed: draft, show, sign, deliver."""

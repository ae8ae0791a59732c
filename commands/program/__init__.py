"""The program around every command: arguments, output, errors, languages, settings, passphrases."""

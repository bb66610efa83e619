"""Further rules of PDF/A-2/3 and PDF/UA-1 for pdf-check.py, a module a subject.

Every rule is a function of a Checker, which has .path, .pdf (pikepdf) and .bad(clause, text). They
look at what is written in the file, not at what our writer is known to do.
"""
from . import fonts, graphics, metadata, operators, structure, syntax

RULES = syntax.RULES + metadata.RULES + graphics.RULES + operators.RULES + fonts.RULES + structure.RULES

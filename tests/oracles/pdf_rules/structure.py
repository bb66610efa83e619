"""The structure tree beyond its shape: ISO 14289-1 7.1, 7.2, 7.4.4, 7.18, 7.20 and ISO 19005-2 6.7."""
from pikepdf import Dictionary

from .metadata import LANG, RDF, tree
from .operators import members


def role_map(checker):
    roles = checker.pdf.Root.get('/StructTreeRoot', {}).get('/RoleMap', {})
    for name in roles.keys():
        seen, at = {name}, str(roles[name])
        while at in roles and at not in seen:
            seen.add(at)
            at = str(roles[at])
        if at in seen and str(roles[name]) != name:
            checker.bad('ua 7.1', 'role map turns in a circle at %s' % name)
            checker.bad('a 6.7.3', 'role map turns in a circle at %s' % name)
        elif name[1:] in checker.standard:
            checker.bad('ua 7.1', 'standard type %s is mapped to another' % name)
        elif at[1:] not in checker.standard:
            checker.bad('a 6.7.3', 'type %s is mapped to no standard type' % name)


def marked(checker):
    root = checker.pdf.Root
    if level(checker) != 'A':
        return
    if root.get('/MarkInfo', {}).get('/Marked', False) is not True:
        checker.bad('a 6.7.2', 'MarkInfo/Marked is not true')
    if '/StructTreeRoot' not in root:
        checker.bad('a 6.7.3', 'no structure tree')
    for element, role in getattr(checker, 'order', []):
        if role not in checker.standard:
            checker.bad('a 6.7.3', 'type %s is not standard and not mapped' % role)


def level(checker):
    return getattr(checker, 'conformance', None)


def languages(checker):
    if str(checker.pdf.Root.get('/Lang', '')):
        return
    for element, role in getattr(checker, 'order', []):
        node = element
        while isinstance(node, Dictionary) and not str(node.get('/Lang', '')):
            node = node.get('/P')
        if node is not None and isinstance(node, Dictionary):
            continue
        for key in ('/ActualText', '/Alt', '/E'):
            if key in element:
                checker.bad('ua 7.2', 'language of %s of %s is not told' % (key, role))
    if '/Outlines' in checker.pdf.Root and '/First' in checker.pdf.Root.Outlines:
        checker.bad('ua 7.2', 'language of bookmarks is not told')
    for page in checker.pdf.pages:
        for annot in page.obj.get('/Annots', []):
            if isinstance(annot, Dictionary) and not str(annot.get('/Lang', '')):
                owner = checker.elements.get(checker.objr.get(annot.objgen))
                told = owner is not None and str(owner.get('/Lang', ''))
                if str(annot.get('/Contents', '')) and not told:
                    checker.bad('ua 7.2', 'language of an annotation is not told')
                if str(annot.get('/TU', '')) and not told:
                    checker.bad('ua 7.2', 'language of a form field is not told')
    _, root = tree(checker)
    for texts in root.iter(RDF + 'Alt') if root is not None else ():
        if [e.get(LANG) for e in texts] == ['x-default']:
            checker.bad('ua 7.2', 'language of metadata is not told')


def headings(checker):
    for element, _ in getattr(checker, 'order', []):
        if [r for _, r in checker.roles_of(element)].count('H') > 1:
            checker.bad('ua 7.4.4', 'two H in one element')


def captions(checker):
    for element, role in getattr(checker, 'order', []):
        inner = [r for _, r in checker.roles_of(element)]
        if role in ('L', 'TOC') and 'Caption' in inner[1:]:
            checker.bad('ua 7.2', 'caption that is not first in %s' % role)
        if role == 'Table' and inner.count('Caption') > 1:
            checker.bad('ua 7.2', 'table with two captions')


def forms(checker):
    """A form XObject that holds tagged content is drawn once: 7.20."""
    drawn = {}
    for page in checker.pdf.pages:
        for obj in members(page.obj.get('/Resources'), '/XObject'):
            if obj.get('/Subtype') == '/Form' and b'/MCID' in bytes(obj.read_bytes()):
                drawn[obj.objgen] = drawn.get(obj.objgen, 0) + 1
    if any(n > 1 for n in drawn.values()):
        checker.bad('ua 7.20', 'form XObject with tagged content is drawn on several pages')


RULES = [role_map, marked, languages, headings, captions, forms]

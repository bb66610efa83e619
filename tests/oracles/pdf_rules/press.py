"""Print streams: PDF/X-4 (ISO 15930-7) and PDF/VT-1 (ISO 16612-2) as far as a program can judge them.

For files of a press only, so not among RULES: pdf-check.py judges what people read. Every rule is a function of a
Checker (.pdf, .bad(clause, text)); x names rules of PDF/X-4, vt of PDF/VT-1, dpart of ISO 32000-2 14.12.
"""
import re
import xml.etree.ElementTree as ET

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

XMP, PDF = '{http://ns.adobe.com/xap/1.0/}', '{http://ns.adobe.com/pdf/1.3/}'
MM, DC = '{http://ns.adobe.com/xap/1.0/mm/}', '{http://purl.org/dc/elements/1.1/}'
PDFX, PDFVT = '{http://www.npes.org/pdfx/ns/id/}', '{http://www.npes.org/pdfvt/ns/id/}'
NAME = re.compile(r'^[A-Za-z_][A-Za-z0-9._-]*$')
RGB = {'rg', 'RG'}


def file_itself(checker):
    pdf = checker.pdf
    if pdf.pdf_version > '1.6':
        checker.bad('x 6.1', f'version {pdf.pdf_version}, not 1.6 or less')
    if pdf.is_encrypted:
        checker.bad('x 6.1', 'the file is encrypted')
    ids = pdf.trailer.get('/ID')
    if not isinstance(ids, Array) or len(ids) != 2 or not all(len(bytes(i)) for i in ids):
        checker.bad('x 6.1', 'no file identifier of two strings')
    for key in ('/OpenAction', '/AA', '/AcroForm'):
        if key in pdf.Root:
            checker.bad('x 6.17', f'the catalog has {key}')
    if '/Names' in pdf.Root and ('/JavaScript' in pdf.Root.Names or '/EmbeddedFiles' in pdf.Root.Names):
        checker.bad('x 6.17', 'scripts or embedded files')


def values_of(root):
    """Simple properties of the packet, as elements or attributes; texts in containers, too."""
    found = {}
    for node in root.iter():
        for key, value in node.attrib.items():
            found.setdefault(key, value)
        text = ''.join(node.itertext()).strip()
        if text:
            found.setdefault(node.tag, text)
    return found


def packet(checker):
    meta = checker.pdf.Root.get('/Metadata')
    if not isinstance(meta, Stream):
        return checker.bad('x 6.7', 'no XMP')
    if '/Filter' in meta:
        checker.bad('x 6.7', 'the XMP is filtered')
    try:
        said = values_of(ET.fromstring(meta.read_bytes()))
    except ET.ParseError as error:
        return checker.bad('x 6.7', f'the XMP cannot be read: {error}')
    for key in (DC + 'title', XMP + 'CreateDate', XMP + 'ModifyDate', XMP + 'MetadataDate', MM + 'DocumentID',
                MM + 'InstanceID', MM + 'VersionID', MM + 'RenditionClass'):
        if key not in said:
            checker.bad('x 6.7', f'the XMP has no {key}')
    if said.get(PDFX + 'GTS_PDFXVersion') != 'PDF/X-4':
        checker.bad('x 6.7', 'GTS_PDFXVersion is not PDF/X-4')
    if said.get(PDFVT + 'GTS_PDFVTVersion') != 'PDF/VT-1':
        checker.bad('vt 6.2', 'GTS_PDFVTVersion is not PDF/VT-1')
    if said.get(PDFVT + 'GTS_PDFVTModDate') != said.get(XMP + 'ModifyDate'):
        checker.bad('vt 6.2', 'GTS_PDFVTModDate is not ModifyDate')
    if said.get(PDF + 'Trapped') not in ('True', 'False'):
        checker.bad('x 6.7', 'Trapped is neither True nor False')
    info = checker.pdf.trailer.get('/Info', {})
    if '/Trapped' in info and str(info.Trapped) != '/' + said.get(PDF + 'Trapped', ''):
        checker.bad('x 6.7', 'Trapped of Info is another one')
    for key, prop in (('/ModDate', 'ModifyDate'), ('/CreationDate', 'CreateDate')):
        digits = re.sub(r'\D', '', said.get(XMP + prop, ''))
        if key in info and re.sub(r'\D', '', str(info[key])) != digits:
            checker.bad('x 6.7', f'{key} of Info is not {prop} of the XMP')


def intents(checker):
    found = [i for i in checker.pdf.Root.get('/OutputIntents', []) if i.get('/S') == '/GTS_PDFX']
    if len(found) != 1:
        return checker.bad('x 6.2.2', f'{len(found)} output intents of GTS_PDFX')
    intent = found[0]
    if not str(intent.get('/OutputConditionIdentifier', '')):
        checker.bad('x 6.2.2', 'no OutputConditionIdentifier')
    profile = intent.get('/DestOutputProfile')
    if not isinstance(profile, Stream):
        return checker.bad('x 6.2.2', 'no profile of the printing condition')
    data = profile.read_bytes()
    wide = {b'CMYK': 4, b'GRAY': 1, b'RGB ': 3}.get(data[16:20])
    if data[12:16] != b'prtr' or data[36:40] != b'acsp':
        checker.bad('x 6.2.2', 'the profile is none of an output device')
    if wide != profile.get('/N'):
        checker.bad('x 6.2.2', f'N is {profile.get("/N")}, the profile has {wide} channels')


def inside(inner, outer):
    a, b = [float(v) for v in inner], [float(v) for v in outer]
    return a[0] >= b[0] - 1e-3 and a[1] >= b[1] - 1e-3 and a[2] <= b[2] + 1e-3 and a[3] <= b[3] + 1e-3


def boxes(checker):
    for number, page in enumerate(checker.pdf.pages, 1):
        own = page.obj
        if ('/TrimBox' in own) == ('/ArtBox' in own):
            checker.bad('x 6.3', f'page {number} has both or none of TrimBox and ArtBox')
            continue
        chain = [own[k] for k in ('/TrimBox', '/ArtBox', '/BleedBox', '/CropBox', '/MediaBox') if k in own]
        if '/MediaBox' not in own or not all(inside(a, b) for a, b in zip(chain, chain[1:])):
            checker.bad('x 6.3', f'boxes of page {number} do not lie in each other')
        for note in own.get('/Annots', []):
            if not note.get('/Subtype') == '/PrinterMark' and inside(note.Rect, chain[0]):
                checker.bad('x 6.16', f'page {number} has an annotation')


def objects(checker):
    for obj in checker.pdf.objects:
        if not isinstance(obj, (Dictionary, Stream)):
            continue
        if isinstance(obj, Stream) and '/F' in obj:
            checker.bad('x 6.15', 'a stream lies outside the file')
        if obj.get('/S') in ('/JavaScript', '/Launch', '/URI', '/GoToR'):
            checker.bad('x 6.17', f'an action {obj.S}')
        if obj.get('/Subtype') == '/PS' or '/OPI' in obj:
            checker.bad('x 6.5', 'PostScript or OPI')
        if obj.get('/Type') == '/ExtGState' and ('/TR' in obj or obj.get('/TR2', '/Default') != '/Default' or '/HTP' in obj):
            checker.bad('x 6.6', 'a transfer curve or halftone phase')
        if obj.get('/Subtype') == '/Image' and (obj.get('/ColorSpace') == '/DeviceRGB' or '/Alternates' in obj):
            checker.bad('x 6.2.3', 'a picture in RGB without a profile, or with alternates')


def fonts(checker):
    for obj in checker.pdf.objects:
        if isinstance(obj, Dictionary) and obj.get('/Type') == '/Font' and obj.get('/Subtype') not in ('/Type0', '/Type3'):
            about = obj.get('/FontDescriptor', {})
            if not any(k in about for k in ('/FontFile', '/FontFile2', '/FontFile3')):
                checker.bad('x 6.4', f'font {obj.get("/BaseFont")} is not embedded')


def colours(checker):
    """Operators of pages and forms: no screen colours."""
    seen = set()
    for obj in checker.pdf.objects:
        streams = []
        if isinstance(obj, Stream) and obj.get('/Subtype') == '/Form':
            streams = [obj]
        elif isinstance(obj, Dictionary) and obj.get('/Type') == '/Page':
            found = obj.get('/Contents', [])
            streams = list(found) if isinstance(found, Array) else [found]
        for stream in streams:
            if stream.objgen in seen:
                continue
            seen.add(stream.objgen)
            words = re.sub(rb'\((?:\\.|[^\\()])*\)', b'', stream.read_bytes())
            for word in re.findall(rb'(?<![/\w])(rg|RG|/DeviceRGB)(?![\w])', words):
                checker.bad('x 6.2.3', f'RGB without a profile: {word.decode()}')
                break


def plain(value):
    """Values that document part metadata may have."""
    if isinstance(value, Stream):
        return False
    if isinstance(value, Dictionary):
        return all(plain(v) for _, v in value.items())
    return not isinstance(value, Array) or all(plain(v) for v in value)


def walk(checker, node, depth, found, parent):
    if not node.is_indirect or node.get('/Parent') is None or node.Parent.objgen != parent.objgen:
        checker.bad('dpart 409', 'a part is direct or does not name its parent')
    if not plain(node.get('/DPM', Dictionary())):
        checker.bad('dpart 409', 'metadata of a part has a stream')
    kids = node.get('/DParts')
    if ('/Start' in node) == (kids is not None):
        return checker.bad('dpart 409', 'a part has both pages and parts, or neither')
    if kids is None:
        found.append((node, depth))
        return None
    if not isinstance(kids, Array) or not all(isinstance(row, Array) for row in kids):
        return checker.bad('dpart 409', 'DParts is no array of arrays')
    for row in kids:
        for kid in row:
            walk(checker, kid, depth + 1, found, node)
    return None


def parts(checker):
    root = checker.pdf.Root.get('/DPartRoot')
    if root is None or not root.is_indirect or '/DPartRootNode' not in root:
        return checker.bad('dpart 408', 'no DPartRoot with its node')
    leaves = []
    walk(checker, root.DPartRootNode, 0, leaves, root)
    names = [str(n)[1:] for n in root.get('/NodeNameList', [])]
    deepest = max((depth for _, depth in leaves), default=0)
    if len(names) != deepest + 1 or not all(NAME.match(n) for n in names):
        checker.bad('vt 6.5', f'names of levels {names}, depth {deepest + 1}')
    level = root.get('/RecordLevel')
    if not isinstance(level, int) or not 0 <= level <= deepest:
        checker.bad('vt 6.5', f'RecordLevel {level}')
    places, at = {p.obj.objgen: i for i, p in enumerate(checker.pdf.pages)}, 0
    pages = [p.obj for p in checker.pdf.pages]
    for leaf, _ in leaves:
        last = leaf.get('/End', leaf.Start)
        if '/End' in leaf and leaf.End.objgen == leaf.Start.objgen:
            checker.bad('dpart 409', 'End of a part of one page')
        first, final = places.get(leaf.Start.objgen), places.get(last.objgen)
        if first != at or final is None or final < at:
            return checker.bad('dpart 409', f'leaves are not in the order of pages at page {at + 1}')
        for page in pages[first:final + 1]:
            if '/DPart' not in page or page.DPart.objgen != leaf.objgen:
                checker.bad('dpart 409', f'page {places[page.objgen] + 1} does not name its part')
        at = final + 1
    if at != len(pages):
        checker.bad('dpart 409', f'{len(pages) - at} pages are in no part')
    about = root.DPartRootNode.get('/DPM', {}).get('/CIP4_Root', {}).get('/CIP4_Metadata', {})
    if not isinstance(about.get('/CIP4_Conformance'), Array) or '/CIP4_Creator' not in about:
        checker.bad('vt 6.5', 'the job has no CIP4_Conformance and CIP4_Creator')
    return None


RULES = [file_itself, packet, intents, boxes, objects, fonts, colours, parts]


class Checker:
    def __init__(self, path):
        self.path, self.found, self.pdf = path, [], pikepdf.open(path)

    def bad(self, clause, text):
        self.found.append((clause, text))


def judge(path):
    """All findings of a file: (clause, text)."""
    checker = Checker(path)
    with checker.pdf:
        for rule in RULES:
            rule(checker)
    return checker.found

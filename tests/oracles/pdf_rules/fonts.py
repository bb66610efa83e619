"""Font dictionaries against the font programs that they embed, read with fontTools: ISO 19005-2/3
6.2.11 and ISO 14289-1 7.21."""
import io
import logging
import re

from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Stream

logging.getLogger('fontTools').setLevel(logging.ERROR)
IDENTITY = ('/Identity-H', '/Identity-V')
# Predefined CMaps of ISO 32000-1 table 118.
PREDEFINED = set('''GB-EUC-H GB-EUC-V GBpc-EUC-H GBpc-EUC-V GBK-EUC-H GBK-EUC-V GBKp-EUC-H GBKp-EUC-V GBK2K-H GBK2K-V UniGB-UCS2-H
UniGB-UCS2-V UniGB-UTF16-H UniGB-UTF16-V B5pc-H B5pc-V HKscs-B5-H HKscs-B5-V ETen-B5-H ETen-B5-V ETenms-B5-H ETenms-B5-V CNS-EUC-H
CNS-EUC-V UniCNS-UCS2-H UniCNS-UCS2-V UniCNS-UTF16-H UniCNS-UTF16-V 83pv-RKSJ-H 90ms-RKSJ-H 90ms-RKSJ-V 90msp-RKSJ-H 90msp-RKSJ-V
90pv-RKSJ-H Add-RKSJ-H Add-RKSJ-V EUC-H EUC-V Ext-RKSJ-H Ext-RKSJ-V H V UniJIS-UCS2-H UniJIS-UCS2-V UniJIS-UCS2-HW-H UniJIS-UCS2-HW-V
UniJIS-UTF16-H UniJIS-UTF16-V UniJIS2004-UTF16-H UniJIS2004-UTF16-V KSC-EUC-H KSC-EUC-V KSCms-UHC-H KSCms-UHC-V KSCms-UHC-HW-H
KSCms-UHC-HW-V KSCpc-EUC-H UniKS-UCS2-H UniKS-UCS2-V UniKS-UTF16-H UniKS-UTF16-V Identity-H Identity-V'''.split())


def both(checker, rest, text):
    checker.bad('a 6.2.11.' + rest, text)
    checker.bad('ua 7.21.' + rest, text)


class Program:
    """The glyphs of an embedded font: by CID or glyph id, with their widths in 1/1000."""

    def __init__(self, descriptor):
        self.font = self.cff = None
        try:
            if '/FontFile2' in descriptor:
                self.font = TTFont(io.BytesIO(bytes(descriptor.FontFile2.read_bytes())), lazy=True)
            elif '/FontFile3' in descriptor:
                data = bytes(descriptor.FontFile3.read_bytes())
                if data[:4] in (b'OTTO', b'\0\1\0\0', b'true'):
                    self.font = TTFont(io.BytesIO(data), lazy=True)
                    self.cff = self.font['CFF '].cff if 'CFF ' in self.font else None
                else:
                    self.cff = CFFFontSet()
                    self.cff.decompile(io.BytesIO(data), None)
        except Exception:  # a damaged program is for other rules to name
            self.font = self.cff = None

    def count(self):
        return self.font['maxp'].numGlyphs if self.font is not None else None

    def width(self, gid):
        if self.font is None and self.cff is not None:
            return self.cff_width(gid)
        if self.font is None or 'hmtx' not in self.font:
            return None
        metrics, upem = self.font['hmtx'].metrics, self.font['head'].unitsPerEm
        names = self.font.getGlyphOrder()
        return metrics[names[gid]][0] * 1000 / upem if gid < len(names) else None

    def cff_width(self, gid):
        top = self.cff[0]
        if gid >= len(top.charset):
            return None
        glyph = top.CharStrings[top.charset[gid]]
        glyph.draw(NullPen())  # runs the program, which says its width
        return glyph.width * top.rawDict.get('FontMatrix', [0.001])[0] * 1000

    def cids(self):
        """CID -> glyph of a CID-keyed CFF program."""
        if self.cff is None:
            return None
        top = self.cff[0]
        if not hasattr(top, 'ROS'):
            return None
        return {int(n[3:]) if n.startswith('cid') else 0: i for i, n in enumerate(top.charset)}


def composite(checker):
    for font in checker.pdf.objects:
        if isinstance(font, Dictionary) and font.get('/Type') == '/Font' and font.get('/Subtype') == '/Type0':
            encoding = font.get('/Encoding')
            base = font.DescendantFonts[0]
            check_encoding(checker, font, encoding, base)
            subset(checker, base)


def check_encoding(checker, font, encoding, base):
    name = str(font.get('/BaseFont', '?'))
    if isinstance(encoding, Name):
        if str(encoding)[1:] not in PREDEFINED:
            both(checker, '3.3', 'font %s: CMap %s is neither predefined nor embedded' % (name, encoding))
        return
    if not isinstance(encoding, Stream):
        return
    text = encoding.read_bytes().decode('latin-1')
    mode = re.search(r'/WMode\s+(\d)', text)
    if int(encoding.get('/WMode', 0)) != int(mode.group(1) if mode else 0):
        both(checker, '3.3', 'font %s: WMode of a CMap differs from its dictionary' % name)
    used = encoding.get('/UseCMap')
    other = re.search(r'/(\S+)\s+usecmap', text)
    if (isinstance(used, Name) and str(used)[1:] not in PREDEFINED) or (other and other.group(1) not in PREDEFINED):
        both(checker, '3.3', 'font %s: CMap uses one that is not predefined' % name)
    info, own = base.get('/CIDSystemInfo', {}), encoding.get('/CIDSystemInfo', {})
    same = all(str(info.get(k, '')) == str(own.get(k, '')) for k in ('/Registry', '/Ordering'))
    if not same:
        both(checker, '3.1', 'font %s: character collections of font and CMap differ' % name)
    for first, last, cid in re.findall(r'<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s+(\d+)', text):
        if int(cid) + int(last, 16) - int(first, 16) > 65535:
            checker.bad('a 6.1.13', 'font %s: CID above 65535' % name)


def subset(checker, base):
    name = str(base.get('/BaseFont', '?'))
    descriptor = base.get('/FontDescriptor', Dictionary())
    if base.get('/Subtype') == '/CIDFontType2' and '/FontFile2' in descriptor:
        mapping = base.get('/CIDToGIDMap')
        if not isinstance(mapping, Stream) and mapping != '/Identity':
            both(checker, '3.2', 'font %s: CIDToGIDMap is neither a stream nor Identity' % name)
    if '/CIDSet' in descriptor and re.match(r'/[A-Z]{6}\+', name):
        listed = bytes(descriptor.CIDSet.read_bytes())
        program = Program(descriptor)
        present = set(program.cids() or range(program.count() or 0))
        bits = {i * 8 + b for i, byte in enumerate(listed) for b in range(8) if byte & 128 >> b}
        if present and (present - bits or {b for b in bits if b not in present}):
            both(checker, '4.2', 'font %s: CIDSet lists other glyphs than the program has' % name)


def codes(checker):
    """Glyphs that are shown: present, of the declared width, not .notdef."""
    for font, used in checker.used_codes.values():
        if font.get('/Subtype') == '/Type0' and font.get('/Encoding') in IDENTITY:
            check_shown(checker, font, sorted(used))
        elif font.get('/Subtype') == '/TrueType':
            check_simple(checker, font, used)
            check_simple_widths(checker, font, used)


def widths(base):
    table, items, i = {}, list(base.get('/W', [])), 0
    while i + 1 < len(items):
        if isinstance(items[i + 1], (int, float)) or not hasattr(items[i + 1], '__len__'):
            table.update((c, float(items[i + 2])) for c in range(int(items[i]), int(items[i + 1]) + 1))
            i += 3
        else:
            table.update((int(items[i]) + k, float(w)) for k, w in enumerate(items[i + 1]))
            i += 2
    return table


def check_shown(checker, font, used):
    base = font.DescendantFonts[0]
    name, program = str(font.get('/BaseFont', '?')), Program(base.get('/FontDescriptor', Dictionary()))
    mapping = base.get('/CIDToGIDMap')
    table = bytes(mapping.read_bytes()) if isinstance(mapping, Stream) else None
    declared, usual, cids = widths(base), float(base.get('/DW', 1000)), program.cids()
    for code in used:
        gid = code if table is None else int.from_bytes(table[2 * code:2 * code + 2], 'big')
        if cids is not None:
            if code not in cids:
                both(checker, '4.1', 'font %s: glyph of CID %d is not embedded' % (name, code))
                continue
            gid = cids[code]
        if program.count() is not None and gid >= program.count():
            both(checker, '4.1', 'font %s: glyph %d is not embedded' % (name, gid))
            continue
        if gid == 0:
            both(checker, '8', 'font %s shows .notdef' % name)
        real = program.width(gid)
        if real is not None and abs(real - declared.get(code, usual)) > 1:
            both(checker, '5', 'font %s: width of glyph %d is %g, the program has %g' % (name, gid, declared.get(code, usual), real))


def check_simple(checker, font, used):
    name, descriptor = str(font.get('/BaseFont', '?')), font.get('/FontDescriptor', Dictionary())
    symbolic, encoding = int(descriptor.get('/Flags', 0)) & 4, font.get('/Encoding')
    program = Program(descriptor)
    if symbolic and encoding is not None:
        both(checker, '6', 'symbolic font %s has an Encoding' % name)
    if not symbolic:
        kind = encoding.get('/BaseEncoding') if isinstance(encoding, Dictionary) else encoding
        if kind not in ('/MacRomanEncoding', '/WinAnsiEncoding'):
            both(checker, '6', 'font %s: Encoding is neither MacRoman nor WinAnsi' % name)
    if program.font is None or 'cmap' not in program.font:
        return
    tables = [(t.platformID, t.platEncID) for t in program.font['cmap'].tables]
    if symbolic and len(tables) != 1 and (3, 0) not in tables:
        both(checker, '6', 'symbolic font %s needs one cmap' % name)
    if not symbolic and len([t for t in tables if t != (3, 0)]) == 0:
        both(checker, '6', 'font %s has no cmap' % name)


def check_simple_widths(checker, font, used):
    """Codes of WinAnsi and MacRoman that the program's Unicode cmap knows."""
    program = Program(font.get('/FontDescriptor', Dictionary()))
    named = font.get('/Encoding')
    encoding = {'/WinAnsiEncoding': 'cp1252', '/MacRomanEncoding': 'mac_roman'}.get(
        str(named) if isinstance(named, Name) else '')
    best = program.font.getBestCmap() if program.font is not None and 'cmap' in program.font else None
    if not best or not encoding or '/Widths' not in font:
        return
    names = {n: i for i, n in enumerate(program.font.getGlyphOrder())}
    first = int(font.get('/FirstChar', 0))
    for code in used:
        text = bytes([code]).decode(encoding, 'ignore')
        glyph = best.get(ord(text)) if text else None
        if glyph is None or not 0 <= code - first < len(font.Widths):
            continue
        real, told = program.width(names[glyph]), float(font.Widths[code - first])
        if real is not None and abs(real - told) > 1:
            both(checker, '5', 'font %s: width of code %d is %g, the program has %g' % (font.get('/BaseFont', '?'), code, told, real))


def simple_widths(checker):
    for font in checker.pdf.objects:
        if not isinstance(font, Dictionary) or font.get('/Type') != '/Font' or '/Widths' not in font:
            continue
        if '/FirstChar' in font and '/LastChar' in font and \
                len(font.Widths) != int(font.LastChar) - int(font.FirstChar) + 1:
            checker.bad('a 6.2.11.2', 'font %s: number of widths' % font.get('/BaseFont', '?'))


RULES = [composite, codes, simple_widths]

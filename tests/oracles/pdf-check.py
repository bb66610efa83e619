#!/usr/bin/python3
"""Checks PDF files for the machine-checkable basics of PDF/UA-1 and PDF/A-3a.

usage: pdf-check.py [--only ua|a] [--quiet] FILE...

Prints one line per finding: file: clause: what is wrong. Clauses are those of ISO 14289-1 (ua ...)
and ISO 19005-3 (a ...), fx is Factur-X; "own" is what we ask of our files beyond them. Exit status 0:
nothing found, 1: findings, 2: a file cannot be read. Shares no code with the writer; needs
python3-pikepdf and python3-fonttools.
"""
import re
import sys
import xml.etree.ElementTree as ET

import pikepdf
import pdf_rules
from pikepdf import Array, Dictionary, Name, Stream

PAINT = {'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's', 'sh', 'Do', 'INLINE IMAGE',
         'Tj', 'TJ', "'", '"'}
STANDARD = set('''Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H
H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry
Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form'''.split())
FX = ('DocumentType', 'DocumentFileName', 'Version', 'ConformanceLevel')
LEVELS = {'MINIMUM', 'BASIC WL', 'BASIC', 'EN 16931', 'EXTENDED', 'XRECHNUNG'}
LANG = re.compile(r'^([A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*)?$')
NS = {
    'rdf': 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
    'dc': 'http://purl.org/dc/elements/1.1/',
    'pdfaid': 'http://www.aiim.org/pdfa/ns/id/',
    'pdfuaid': 'http://www.aiim.org/pdfua/ns/id/',
    'ext': 'http://www.aiim.org/pdfa/ns/extension/',
    'schema': 'http://www.aiim.org/pdfa/ns/schema#',
    'fx': 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#',
}


def kids(value):
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def key(obj):
    return obj.objgen if obj.is_indirect else id(obj)


class Checker:
    def __init__(self, path):
        self.path = path
        self.findings = []
        self.pdf = pikepdf.open(path)
        self.root = self.pdf.Root
        self.mcids = {}       # page objgen -> {mcid: True}
        self.claimed = {}     # (page objgen, mcid) -> element key
        self.elements = {}    # element key -> element
        self.objr = {}        # annotation objgen -> element key
        self.notes = set()
        self.fx = {}          # XMP properties of Factur-X
        self.used_codes = {}  # font objgen -> set of codes
        self.standard = STANDARD
        self.conformance = None  # pdfaid:conformance

    def bad(self, clause, text):
        if (clause, text) not in self.findings:
            self.findings.append((clause, text))

    # --- document level -------------------------------------------------------------------------
    def check_catalog(self):
        root = self.root
        if root.get('/MarkInfo', {}).get('/Marked', False) is not True:
            self.bad('ua 6.2', 'MarkInfo/Marked is not true')
        if root.get('/MarkInfo', {}).get('/Suspects', False) is True:
            self.bad('ua 7.1', 'MarkInfo/Suspects is true')
        if root.get('/ViewerPreferences', {}).get('/DisplayDocTitle', False) is not True:
            self.bad('ua 7.1', 'DisplayDocTitle is not true')
        if '/StructTreeRoot' not in root:
            self.bad('ua 7.1', 'no structure tree')
        if '/Lang' not in root or not str(root.Lang):
            self.bad('own', 'catalog has no Lang')
        elif not LANG.match(str(root.Lang)):
            self.bad('ua 7.2', 'Lang %r is not a language tag' % str(root.Lang))
        if '/ID' not in self.pdf.trailer:
            self.bad('a 6.1.3', 'trailer has no ID')
        if '/Encrypt' in self.pdf.trailer:
            self.bad('a 6.1.3', 'file is encrypted')
        if '/AA' in root or root.get('/Names', {}).get('/JavaScript') is not None:
            self.bad('a 6.5', 'automatic actions or JavaScript')
        if not any(i.get('/S') == '/GTS_PDFA1' and '/DestOutputProfile' in i
                   for i in root.get('/OutputIntents', [])):
            self.bad('own', 'no PDF/A output intent with a profile')

    def check_metadata(self):
        if '/Metadata' not in self.root:
            self.bad('ua 7.1', 'no XMP metadata')
            return
        try:
            xmp = ET.fromstring(bytes(self.root.Metadata.read_bytes()))
        except ET.ParseError as e:
            self.bad('a 6.6.2', 'XMP is not well-formed: %s' % e)
            return

        def value(ns, name):
            found = xmp.find('.//{%s}%s' % (NS[ns], name))
            if found is not None:
                items = list(found.iter('{%s}li' % NS['rdf'])) or [found]
                return ''.join(items[0].itertext()).strip()
            for d in xmp.iter('{%s}Description' % NS['rdf']):
                if '{%s}%s' % (NS[ns], name) in d.attrib:
                    return d.attrib['{%s}%s' % (NS[ns], name)]
            return None
        title = value('dc', 'title')
        self.conformance = value('pdfaid', 'conformance')
        if not title:
            self.bad('ua 7.1', 'XMP has no dc:title')
        if value('pdfuaid', 'part') != '1':
            self.bad('ua 5', 'pdfuaid:part is not 1')
        if value('pdfaid', 'part') not in ('2', '3'):
            self.bad('a 6.6.4', 'pdfaid:part is not 2 or 3')
        if value('pdfaid', 'conformance') not in ('A', 'B', 'U'):
            self.bad('a 6.6.4', 'pdfaid:conformance is not A, B or U')
        spaces = [''.join(e.itertext()) for e in xmp.iter('{%s}namespaceURI' % NS['schema'])]
        if value('pdfuaid', 'part') and NS['pdfuaid'] not in spaces:
            self.bad('a 6.6.2', 'pdfuaid has no extension schema')
        self.fx = {name: value('fx', name) for name in FX}
        if any(self.fx.values()) and NS['fx'] not in spaces:
            self.bad('a 6.6.2', 'fx has no extension schema')
        info = self.pdf.trailer.get('/Info', {})
        if '/Title' in info and title and str(info.Title) != title:
            self.bad('own', 'Info title %r differs from dc:title %r' % (str(info.Title), title))

    def check_files(self):
        names = self.root.get('/Names', {}).get('/EmbeddedFiles')
        associated = {key(f) for o in self.pdf.objects if isinstance(o, (Dictionary, Stream)) and '/AF' in o
                      for f in kids(o.AF)}
        stack, specs = ([names] if names is not None else []), []
        while stack:
            node = stack.pop()
            stack += list(node.get('/Kids', []))
            specs += list(node.get('/Names', []))[1::2]
        for spec in specs:
            for part in ('/F', '/UF'):
                if not str(spec.get(part, '')):
                    self.bad('ua 7.11', 'file specification without %s' % part)
            if '/AFRelationship' not in spec or key(spec) not in associated:
                self.bad('a 6.8', 'embedded file is not associated')
            for _, stream in spec.get('/EF', Dictionary()).items():
                if '/Subtype' not in stream:
                    self.bad('a 6.8', 'embedded file without MIME type')

        self.check_invoice(specs)

    def check_invoice(self, specs):
        """Factur-X 1.0: the XMP, the name and relationship of the XML, and what the XML is."""
        invoices = {}
        for spec in specs:
            data = spec.EF.F.read_bytes()
            if b'CrossIndustryInvoice' in data[:16384]:
                invoices[str(spec.UF)] = (spec, data)
        if not any(self.fx.values()):
            if 'factur-x.xml' in invoices or 'xrechnung.xml' in invoices:
                self.bad('fx', 'invoice embedded without the XMP of Factur-X')
            return
        level, name = self.fx['ConformanceLevel'], self.fx['DocumentFileName']
        if not all(self.fx.values()) or level not in LEVELS or self.fx['DocumentType'] != 'INVOICE':
            self.bad('fx', 'XMP of Factur-X is not complete: %s' % self.fx)
        if name not in invoices:
            self.bad('fx', 'no embedded invoice has the name %s' % name)
            return
        spec, data = invoices[name]
        if name != ('xrechnung.xml' if level == 'XRECHNUNG' else 'factur-x.xml'):
            self.bad('fx', 'level %s with a file name %s' % (level, name))
        if spec.EF.F.get('/Subtype') != '/text/xml' or '/ModDate' not in spec.EF.F.get('/Params', {}):
            self.bad('fx', 'embedded invoice without text/xml or ModDate')
        if spec.get('/AFRelationship') not in (
                ('/Data',) if level in ('MINIMUM', 'BASIC WL') else ('/Alternative', '/Data', '/Source')):
            self.bad('fx', 'relationship %s of level %s' % (spec.get('/AFRelationship'), level))
        try:
            root = ET.fromstring(data)
            said = root.findtext('.//{*}GuidelineSpecifiedDocumentContextParameter/{*}ID', '').strip()
        except ET.ParseError as e:
            self.bad('fx', 'embedded invoice is not well-formed: %s' % e)
            return
        word = {'MINIMUM': ':minimum', 'BASIC WL': ':basicwl', 'BASIC': ':basic', 'EXTENDED': ':extended',
                'XRECHNUNG': 'xrechnung_', 'EN 16931': 'urn:cen.eu:en16931:2017'}.get(level, '')
        if word not in said:
            self.bad('fx', 'level %s of an invoice that says %s' % (level, said))

    # --- content --------------------------------------------------------------------------------
    def check_page(self, page, number):
        obj = page.obj
        seen = self.mcids.setdefault(obj.objgen, {})
        state = {'font': None}
        try:
            self.walk(page, page.get('/Resources', Dictionary()), seen, state, number, None, 0)
        except pikepdf.PdfError as e:
            self.bad('a 6.1', 'page %d: content cannot be read: %s' % (number, e))
        annots = [a for a in obj.get('/Annots', []) if isinstance(a, Dictionary)]
        if annots and obj.get('/Tabs') != '/S':
            self.bad('ua 7.18.3', 'page %d has annotations and no Tabs /S' % number)
        for annot in annots:
            self.check_annotation(annot, number)

    def walk(self, source, resources, seen, state, number, outer, depth):
        stack = [outer] if outer else []
        base = len(stack)
        text_depth = 0
        for operands, operator in pikepdf.parse_content_stream(source):
            op = str(operator)
            if op in ('BMC', 'BDC'):
                stack.append(self.opened(op, operands, resources, seen, stack, number))
            elif op == 'EMC':
                if len(stack) == base:
                    self.bad('ua 7.1', 'page %d: EMC without a sequence' % number)
                else:
                    stack.pop()
            elif op == 'Tf':
                state['font'] = resources.get('/Font', {}).get(str(operands[0]))
            elif op in PAINT:
                if not any(stack) and not (op == 'Do' and self.is_form(resources, operands[0])):
                    self.bad('ua 7.1', 'page %d: %s paints outside marked content' % (number, op))
                if op in ('Tj', 'TJ', "'", '"'):
                    self.showed(state['font'], operands[-1], number)
                elif op == 'Do' and depth < 8:
                    self.drawn(resources, operands[0], seen, state, number, stack, depth)
            elif op in ('BT', 'ET'):
                text_depth += 1 if op == 'BT' else -1
        if len(stack) != base:
            self.bad('ua 7.1', 'page %d: sequence is not closed' % number)
        if text_depth:
            self.bad('a 6.1', 'page %d: BT and ET are not balanced' % number)

    def is_form(self, resources, name):
        obj = resources.get('/XObject', {}).get(str(name))
        return obj is not None and obj.get('/Subtype') == '/Form'

    def opened(self, op, operands, resources, seen, stack, number):
        tag = str(operands[0])
        props = operands[1] if op == 'BDC' else None
        if isinstance(props, Name):
            props = resources.get('/Properties', {}).get(str(props))
        mcid = props.get('/MCID') if isinstance(props, Dictionary) else None
        kind = 'artifact' if tag == '/Artifact' else 'tagged' if mcid is not None else ''
        if kind and any(k and k != kind for k in stack):
            self.bad('ua 7.1', 'page %d: %s inside the other kind' % (number, kind))
        if kind == 'artifact' and mcid is not None:
            self.bad('ua 7.1', 'page %d: artifact with an MCID' % number)
        if kind == 'artifact' and isinstance(props, Dictionary):
            if props.get('/Type') not in ('/Pagination', '/Layout', '/Page', '/Background') or \
                    props.get('/Subtype', '/Header') not in ('/Header', '/Footer', '/Watermark'):
                self.bad('own', 'page %d: artifact of an unknown type' % number)
        if mcid is not None:
            if int(mcid) in seen:
                self.bad('ua 7.1', 'page %d: MCID %d twice' % (number, mcid))
            seen[int(mcid)] = True
        if isinstance(props, Dictionary) and not LANG.match(str(props.get('/Lang', ''))):
            self.bad('ua 7.2', 'page %d: Lang of a sequence is not a language tag' % number)
        return kind

    def drawn(self, resources, name, seen, state, number, stack, depth):
        obj = resources.get('/XObject', {}).get(str(name))
        if obj is None:
            self.bad('a 6.1', 'page %d: no XObject %s' % (number, name))
        elif obj.get('/Subtype') == '/Form':
            if '/Ref' in obj:
                self.bad('ua 7.20', 'reference XObject')
            inner = next((k for k in stack if k), '')
            self.walk(obj, obj.get('/Resources', resources), seen, dict(state), number, inner,
                      depth + 1)
        elif obj.get('/Interpolate', False) is True:
            self.bad('a 6.2.8', 'image with Interpolate')

    def showed(self, font, operand, number):
        if font is None:
            self.bad('a 6.2.11', 'page %d: text without a font' % number)
            return
        strings = operand if isinstance(operand, Array) else [operand]
        data = b''.join(bytes(s) for s in strings if isinstance(s, pikepdf.String))
        codes = self.used_codes.setdefault(font.objgen, (font, set()))[1]
        if font.get('/Subtype') == '/Type0':
            codes.update(data[i] << 8 | data[i + 1] for i in range(0, len(data) - 1, 2))
        else:
            codes.update(data)

    # --- fonts ----------------------------------------------------------------------------------
    def check_fonts(self):
        for font, codes in self.used_codes.values():
            name = str(font.get('/BaseFont', '?'))
            kind = font.get('/Subtype')
            base = font.DescendantFonts[0] if kind == '/Type0' else font
            descriptor = base.get('/FontDescriptor', {})
            if kind != '/Type3' and not any(k in descriptor
                                            for k in ('/FontFile', '/FontFile2', '/FontFile3')):
                self.bad('ua 7.21.4.1', 'font %s is not embedded' % name)
                self.bad('a 6.2.11.4.1', 'font %s is not embedded' % name)
            if base.get('/Subtype') == '/CIDFontType2' and '/CIDToGIDMap' not in base:
                self.bad('ua 7.21.3.2', 'font %s has no CIDToGIDMap' % name)
            if '/ToUnicode' in font and isinstance(font.ToUnicode, Stream):
                self.check_unicode(font, codes, name)
            elif kind == '/Type0':
                self.bad('own', 'font %s has no ToUnicode' % name)
            if kind == '/Type0' and font.get('/Encoding') == '/Identity-H' and 0 in codes:
                self.bad('ua 7.21.8', 'font %s shows .notdef' % name)

    def check_unicode(self, font, codes, name):
        text = font.ToUnicode.read_bytes().decode('latin-1')
        known = {}
        for block in re.findall(r'beginbfchar(.*?)endbfchar', text, re.S):
            for a, b in re.findall(r'<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>', block):
                known[int(a, 16)] = b
        for block in re.findall(r'beginbfrange(.*?)endbfrange', text, re.S):
            for a, b, c in re.findall(r'<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[^>]*>|\[[^\]]*\])',
                                      block):
                for i in range(int(a, 16), int(b, 16) + 1):
                    known[i] = c.strip('<>[]')
        if font.get('/Subtype') == '/Type0':
            for code in sorted(codes - set(known)):
                self.no_unicode(font, 'code %04X has no ToUnicode entry' % code)
        for code in sorted(codes & set(known)):
            if re.fullmatch(r'\s*(0000|FEFF|FFFE|)\s*', known[code].upper()):
                self.no_unicode(font, 'code %04X maps to nothing' % code)

    def no_unicode(self, font, text):
        self.bad('ua 7.21.7', 'font %s: %s' % (font.get('/BaseFont', '?'), text))
        if self.conformance in ('A', 'U'):
            self.bad('a 6.2.11.7.2', 'font %s: %s' % (font.get('/BaseFont', '?'), text))

    # --- structure ------------------------------------------------------------------------------
    def role(self, element):
        role = str(element.get('/S', ''))[1:]
        roles = self.root.StructTreeRoot.get('/RoleMap', {})
        for _ in range(20):
            if '/' + role not in roles or role in STANDARD:
                break
            role = str(roles['/' + role])[1:]
        return role

    def check_structure(self):
        tree = self.root.get('/StructTreeRoot')
        if tree is None:
            return
        self.order = []
        for kid in kids(tree.get('/K')):
            self.element(kid, tree, None, 0)
        self.check_headings()
        self.check_parents(tree)
        for element, role in self.order:
            self.check_element(element, role)

    def element(self, element, parent, page, depth):
        if not isinstance(element, Dictionary) or depth > 200 or key(element) in self.elements:
            self.bad('ua 7.1', 'structure tree is damaged or has a loop')
            return
        if '/P' in element and element.P.is_indirect and element.P.objgen != parent.objgen:
            self.bad('ua 7.1', 'element %s has another parent' % self.role(element))
        self.elements[key(element)] = element
        role = self.role(element)
        self.order.append((element, role))
        page = element.get('/Pg', page)
        for kid in kids(element.get('/K')):
            if isinstance(kid, int):
                self.claim(element, page, kid)
            elif isinstance(kid, Dictionary) and kid.get('/Type') == '/MCR':
                if '/Stm' not in kid:  # content of a form XObject has its own numbers
                    self.claim(element, kid.get('/Pg', page), int(kid.MCID))
            elif isinstance(kid, Dictionary) and kid.get('/Type') == '/OBJR':
                self.objr[kid.Obj.objgen] = key(element)
            else:
                self.element(kid, element, page, depth + 1)

    def claim(self, element, page, mcid):
        if page is None:
            self.bad('ua 7.1', 'content of %s names no page' % self.role(element))
            return
        at = (page.objgen, mcid)
        if at in self.claimed:
            self.bad('ua 7.1', 'MCID %d belongs to two elements' % mcid)
        self.claimed[at] = key(element)
        if mcid not in self.mcids.get(page.objgen, {}):
            self.bad('ua 7.1', 'element %s refers to MCID %d, which its page lacks'
                     % (self.role(element), mcid))

    def check_parents(self, tree):
        numbers, stack = {}, [tree.ParentTree] if '/ParentTree' in tree else []
        if not stack:
            self.bad('ua 7.1', 'no ParentTree')
        while stack:
            node = stack.pop()
            stack += list(node.get('/Kids', []))
            nums = list(node.get('/Nums', []))
            numbers.update(zip((int(n) for n in nums[::2]), nums[1::2]))
        for number, page in enumerate(self.pdf.pages, 1):
            seen = self.mcids[page.obj.objgen]
            parents = numbers.get(int(page.obj.get('/StructParents', -1)))
            for mcid in seen:
                owner = self.claimed.get((page.obj.objgen, mcid))
                if owner is None:
                    self.bad('ua 7.1', 'page %d: MCID %d is in no element' % (number, mcid))
                elif parents is None or mcid >= len(parents) or key(parents[mcid]) != owner:
                    self.bad('ua 7.1', 'page %d: ParentTree disagrees on MCID %d' % (number, mcid))
            for annot in page.obj.get('/Annots', []):
                if isinstance(annot, Dictionary) and annot.objgen in self.objr:
                    parent = numbers.get(int(annot.get('/StructParent', -1)))
                    if parent is None or key(parent) != self.objr[annot.objgen]:
                        self.bad('ua 7.18.1', 'page %d: ParentTree disagrees on annotation'
                                 % number)

    def check_headings(self):
        last, numbered, plain = 0, False, False
        for _, role in self.order:
            plain |= role == 'H'
            match = re.fullmatch(r'H([1-9][0-9]*)', role)
            if not match:
                continue
            numbered = True
            level = int(match.group(1))
            if level > last + 1:
                self.bad('ua 7.4.2', 'heading H%d after H%d' % (level, last))
            last = level
        if numbered and plain:
            self.bad('ua 7.4.4', 'H and Hn in one document')

    def roles_of(self, element):
        return [(k, self.role(k)) for k in kids(element.get('/K'))
                if isinstance(k, Dictionary) and '/S' in k]

    def attribute(self, element, name, default=None):
        for a in kids(element.get('/A')):
            if isinstance(a, Dictionary) and name in a:
                return a[name]
        return default

    def check_element(self, element, role):
        inner = self.roles_of(element)
        if role not in STANDARD:
            self.bad('ua 7.1', 'type %s is not standard and not mapped' % role)
        if not LANG.match(str(element.get('/Lang', ''))):
            self.bad('ua 7.2', 'Lang %r is not a language tag' % str(element.Lang))
        if role in ('Figure', 'Formula'):
            if not str(element.get('/Alt', '')).strip() and '/ActualText' not in element:
                self.bad('ua 7.3' if role == 'Figure' else 'ua 7.7', '%s without Alt' % role)
        if role == 'Note':
            name = bytes(element.get('/ID', b''))
            if not name or name in self.notes:
                self.bad('ua 7.9', 'Note without an ID of its own')
            self.notes.add(name)
        allowed = {'L': {'LI', 'L', 'Caption'}, 'LI': {'Lbl', 'LBody', 'L'}, 'TR': {'TH', 'TD'},
                   'Table': {'TR', 'THead', 'TBody', 'TFoot', 'Caption'}, 'THead': {'TR'},
                   'TBody': {'TR'}, 'TFoot': {'TR'}, 'TOC': {'TOCI', 'TOC', 'Caption'}}
        for _, kid in inner:
            if role in allowed and kid not in allowed[role]:
                self.bad('ua 7.2', '%s inside %s' % (kid, role))
        parents = {'LI': {'L'}, 'TR': {'Table', 'THead', 'TBody', 'TFoot'}, 'TH': {'TR'},
                   'TD': {'TR'}, 'THead': {'Table'}, 'TBody': {'Table'}, 'TFoot': {'Table'},
                   'TOCI': {'TOC'}, 'LBody': {'LI'}}
        above = self.role(element.P) if '/P' in element and '/S' in element.P else ''
        if role in parents and above not in parents[role]:
            self.bad('ua 7.2', '%s is not inside %s' % (role, ' or '.join(sorted(parents[role]))))
        if role == 'Table':
            self.check_table(element, inner)

    def check_table(self, table, inner):
        groups = [r for _, r in inner]
        if groups.count('THead') > 1 or groups.count('TFoot') > 1:
            self.bad('ua 7.2', 'table with two heads or feet')
        if ('THead' in groups or 'TFoot' in groups) and 'TBody' not in groups:
            self.bad('ua 7.2', 'table with a head and no TBody')
        if 'Caption' in groups[1:-1]:
            self.bad('ua 7.2', 'caption in the middle of a table')
        rows = []
        for element, role in inner:
            if role == 'TR':
                rows.append(element)
            elif role in ('THead', 'TBody', 'TFoot'):
                rows += [e for e, r in self.roles_of(element) if r == 'TR']
        counts, hanging, has_header = [], {}, False
        data = [c for row in rows for c, r in self.roles_of(row) if r == 'TD']
        named = bool(data) and all(self.attribute(c, '/Headers') is not None for c in data)
        for i, row in enumerate(rows):
            count = hanging.pop(i, 0)
            for cell, role in self.roles_of(row):
                across = int(self.attribute(cell, '/ColSpan', 1))
                count += across
                for down in range(1, int(self.attribute(cell, '/RowSpan', 1))):
                    hanging[i + down] = hanging.get(i + down, 0) + across
                if role == 'TH':
                    has_header = True
                    if self.attribute(cell, '/Scope') is None and '/ID' not in cell and not named:
                        self.bad('ua 7.5', 'TH without Scope')
            counts.append(count)
        if len(set(counts)) > 1:
            self.bad('ua 7.2', 'rows of a table have %s columns'
                     % ', '.join(str(c) for c in sorted(set(counts))))
        if rows and not has_header:
            self.bad('ua 7.5', 'table without header cells')

    def check_annotation(self, annot, number):
        kind = annot.get('/Subtype')
        flags = int(annot.get('/F', 0))
        if kind == '/Popup' or flags & 2:
            return
        rect = [float(v) for v in annot.get('/Rect', [0, 0, 0, 0])]
        box = [float(v) for v in self.pdf.pages[number - 1].cropbox]
        if rect[2] <= box[0] or rect[0] >= box[2] or rect[3] <= box[1] or rect[1] >= box[3]:
            return
        if not flags & 4 or flags & 0x23:
            self.bad('a 6.3.2', 'page %d: flags of an annotation' % number)
        if kind not in ('/Link', '/Widget', '/PrinterMark') and not str(annot.get('/Contents', '')):
            owner = self.elements.get(self.objr.get(annot.objgen))
            if owner is None or not str(owner.get('/Alt', '')):
                self.bad('ua 7.18.1', 'page %d: annotation without Contents' % number)
        if kind == '/Link':
            owner = self.elements.get(self.objr.get(annot.objgen))
            if owner is None or self.role(owner) != 'Link':
                self.bad('ua 7.18.5', 'page %d: link is in no Link element' % number)
            if not str(annot.get('/Contents', '')):
                self.bad('ua 7.18.5', 'page %d: link without Contents' % number)
        elif annot.objgen not in self.objr and kind != '/PrinterMark':
            self.bad('ua 7.18.1', 'page %d: annotation is in no element' % number)
        if kind == '/Widget':
            self.check_widget(annot, number)
        if rect[0] > rect[2] or rect[1] > rect[3]:
            self.bad('a 6.3', 'page %d: annotation rectangle is inside out' % number)

    def check_widget(self, annot, number):
        """Form fields: PDF/UA-1 7.18.1 and 7.18.4, PDF/A-3 6.3.3 and 6.4."""
        owner = self.elements.get(self.objr.get(annot.objgen))
        if owner is None or self.role(owner) != 'Form':
            self.bad('ua 7.18.4', 'page %d: form field is in no Form element' % number)
        elif len(kids(owner.get('/K'))) != 1:
            self.bad('ua 7.18.4', 'page %d: Form element with more than its field' % number)
        field = annot
        while '/FT' not in field and '/Parent' in field:
            field = field.Parent
        if not str(field.get('/TU', annot.get('/TU', ''))) and not (owner is not None and str(owner.get('/Alt', ''))):
            self.bad('ua 7.18.1', 'page %d: form field without TU' % number)
        if field.get('/FT') not in ('/Tx', '/Btn', '/Ch', '/Sig'):
            self.bad('own', 'page %d: form field without a type' % number)
        if not str(field.get('/T', '')):
            self.bad('own', 'page %d: form field without a name' % number)
        for part in (annot, field):
            if '/A' in part or '/AA' in part:
                self.bad('a 6.4.1', 'page %d: form field with an action' % number)
        shown = annot.get('/AP')
        if shown is None or '/N' not in shown or set(shown.keys()) != {'/N'}:
            self.bad('a 6.3.3', 'page %d: form field needs an appearance N and no other' % number)
            return
        streams = [shown.N] if isinstance(shown.N, Stream) else [shown.N[k] for k in shown.N.keys()]
        if (field.get('/FT') == '/Btn') == isinstance(shown.N, Stream):
            self.bad('a 6.3.3', 'page %d: appearance does not fit the kind of field' % number)
        if field.get('/FT') == '/Btn' and not isinstance(shown.N, Stream):
            state = annot.get('/AS')
            if state is None or str(state) not in shown.N:
                self.bad('own', 'page %d: state of a box has no appearance' % number)
            value = str(field.get('/V', '/Off'))
            if state is not None and str(state) not in ('/Off', value):
                self.bad('own', 'page %d: state of a box is not the value of its field' % number)
        for stream in streams:
            self.check_appearance(stream, number)

    def check_appearance(self, stream, number):
        state = {'font': None}
        resources = stream.get('/Resources', Dictionary())
        for operands, operator in pikepdf.parse_content_stream(stream):
            if str(operator) == 'Tf':
                state['font'] = resources.get('/Font', {}).get(str(operands[0]))
            elif str(operator) in ('Tj', 'TJ', "'", '"'):
                self.showed(state['font'], operands[-1], number)

    def check_form(self):
        form = self.root.get('/AcroForm')
        if form is None:
            return
        if form.get('/NeedAppearances', False) is not False:
            self.bad('a 6.4.1', 'NeedAppearances is not false')
        if '/XFA' in form:
            self.bad('a 6.4.2', 'form is XFA')
        widgets = {key(a) for page in self.pdf.pages for a in page.obj.get('/Annots', [])
                   if isinstance(a, Dictionary) and a.get('/Subtype') == '/Widget'}
        names, stack = set(), list(form.get('/Fields', []))
        while stack:
            field = stack.pop()
            stack += list(field.get('/Kids', []))
            widgets.discard(key(field))
            if '/T' in field:
                if str(field.T) in names or '.' in str(field.T):
                    self.bad('own', 'field name %s twice, or with a dot' % field.T)
                names.add(str(field.T))
            font = re.match(rb'/(\S+) ', bytes(field.get('/DA', b'')))
            if font and '/' + font.group(1).decode() not in form.get('/DR', {}).get('/Font', {}):
                self.bad('own', 'font of field %s is in no resources' % field.T)
        if widgets:
            self.bad('own', '%d fields on pages that the form does not have' % len(widgets))

    def run(self):
        self.check_catalog()
        self.check_metadata()
        self.check_files()
        pages = list(self.pdf.pages)
        # Structure first needs the MCIDs of all pages, annotations need the structure.
        annotations = []
        check, self.check_annotation = self.check_annotation, lambda a, n: annotations.append((a, n))
        for number, page in enumerate(pages, 1):
            self.check_page(page, number)
        self.check_annotation = check
        self.check_structure()
        for annot, number in annotations:
            self.check_annotation(annot, number)
        self.check_form()
        self.check_fonts()
        for rule in pdf_rules.RULES:
            rule(self)
        for problem in self.pdf.check():
            self.bad('own', problem)
        return self.findings


def main(argv):
    only, quiet, status, files = None, False, 0, []
    while argv:
        arg = argv.pop(0)
        if arg == '--only':
            only = argv.pop(0)
        elif arg == '--quiet':
            quiet = True
        else:
            files.append(arg)
    if not files:
        sys.stderr.write(__doc__)
        return 2
    for path in files:
        try:
            findings = Checker(path).run()
        except Exception as e:  # a judge must not stop at a broken file
            print('%s: cannot be checked: %s: %s' % (path, type(e).__name__, e))
            status = 2
            continue
        findings = [f for f in findings if not only or f[0].startswith(only + ' ')]
        for clause, text in findings:
            print('%s: %s: %s' % (path, clause, text))
        if findings:
            status = max(status, 1)
        elif not quiet:
            print('%s: ok' % path)
    return status


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))

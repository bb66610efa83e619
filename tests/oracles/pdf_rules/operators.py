"""What content streams may say: ISO 19005-2/3 6.1.10, 6.1.13, 6.2.2, 6.2.4, 6.2.6, 6.2.10, and language
of text, ISO 14289-1 7.2."""
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from .graphics import INTENTS, inherited

KNOWN = set('''b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q
re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' "'''.split()) | {'INLINE IMAGE'}
SETS = {'rg': '/DeviceRGB', 'RG': '/DeviceRGB', 'k': '/DeviceCMYK', 'K': '/DeviceCMYK', 'g': '/DeviceGray', 'G': '/DeviceGray'}
INLINE = {'/AHx', '/A85', '/Fl', '/RL', '/CCF', '/DCT', '/ASCIIHexDecode', '/ASCII85Decode', '/FlateDecode', '/RunLengthDecode',
          '/CCITTFaxDecode', '/DCTDecode'}
DEFAULTS = {'/DeviceRGB': '/DefaultRGB', '/DeviceCMYK': '/DefaultCMYK', '/DeviceGray': '/DefaultGray'}
NEEDS = {'/DeviceRGB': b'RGB ', '/DeviceCMYK': b'CMYK'}


class Walk:
    """Reads the content of a page and of the forms that it draws."""

    def __init__(self, checker, number, intent, language):
        self.checker, self.number, self.intent, self.language = checker, number, intent, language
        self.seen = set()

    def bad(self, clause, text):
        self.checker.bad(clause, 'page %d: %s' % (self.number, text))

    def read(self, source, resources, languages, own):
        depth, spans = 0, list(languages)
        for operands, operator in pikepdf.parse_content_stream(source):
            op = str(operator)
            if op not in KNOWN:
                self.bad('a 6.2.2', 'unknown operator %s' % op)
            elif op == 'q':
                depth += 1
                if depth > 28:
                    self.bad('a 6.1.13', 'more than 28 saved graphics states')
            elif op == 'Q':
                depth -= 1
            elif op == 'ri' and str(operands[0]) not in INTENTS:
                self.bad('a 6.2.6', 'rendering intent %s' % operands[0])
            elif op in SETS:
                self.colour(SETS[op], resources)
            elif op in ('cs', 'CS'):
                self.space(operands[0], resources)
            elif op == 'INLINE IMAGE':
                self.inline(operands[0])
            elif op in ('BDC', 'BMC'):
                spans.append(self.span(op, operands, resources, spans))
            elif op == 'EMC' and spans:
                spans.pop()
            elif op in ('Tj', 'TJ', "'", '"') and not self.language and not any(s[1] for s in spans):
                if any(s[0] is not None for s in spans):
                    self.untold(spans)
            elif op in ('Do', 'Tf', 'gs', 'sh', 'scn', 'SCN') and operands and isinstance(operands[-1] if op != 'Tf' else operands[0], Name):
                self.resource(op, operands, resources, own, spans)

    def span(self, op, operands, resources, spans):
        """(MCID or None, language or None, is an artifact) of a marked sequence."""
        properties = operands[1] if op == 'BDC' else None
        if isinstance(properties, Name):
            properties = resources.get('/Properties', {}).get(str(properties))
        if not isinstance(properties, Dictionary):
            return (None, None)
        language = str(properties.get('/Lang', '')) or None
        told = self.language or language or any(s[1] for s in spans)
        owners = [s[0] for s in spans + [(properties.get('/MCID'), None)] if s[0] is not None]
        for key in ('/ActualText', '/Alt', '/E'):
            if key in properties and not told and not (owners and self.element_language(owners[-1])):
                self.bad('ua 7.2', 'language of %s is not told' % key)
        return (properties.get('/MCID'), language)

    def element_language(self, mcid):
        """Language of the structure element that owns a sequence, or of one above it."""
        page = self.checker.pdf.pages[self.number - 1].obj
        element = self.checker.elements.get(self.checker.claimed.get((page.objgen, int(mcid)))) if mcid is not None else None
        for _ in range(200):
            if element is None or not isinstance(element, Dictionary):
                return None
            if str(element.get('/Lang', '')):
                return str(element.Lang)
            element = element.get('/P')
        return None

    def untold(self, spans):
        owner = [s[0] for s in spans if s[0] is not None][-1]
        if not self.element_language(owner):
            self.bad('ua 7.2', 'language of text is not told')

    def colour(self, space, resources):
        if DEFAULTS[space] in resources.get('/ColorSpace', {}):
            return
        if self.intent is None:
            self.bad('a 6.2.4.3', '%s without an output intent' % space)
        elif space in NEEDS and NEEDS[space] != self.intent:
            self.bad('a 6.2.4.3', '%s with an output intent of %s' % (space, self.intent.decode().strip()))

    def space(self, name, resources):
        value = name
        if isinstance(name, Name) and str(name) not in DEFAULTS:
            value = resources.get('/ColorSpace', {}).get(str(name))
        self.check_space(value, resources, 0)

    def check_space(self, value, resources, depth):
        if isinstance(value, Name) and str(value) in DEFAULTS:
            self.colour(str(value), resources)
        elif isinstance(value, Array) and len(value) > 1 and depth < 4:
            if value[0] in ('/Indexed', '/Pattern', '/I'):
                self.check_space(value[1], resources, depth + 1)
            elif value[0] in ('/Separation', '/DeviceN') and len(value) > 2:
                self.check_space(value[2], resources, depth + 1)
                self.colorants(value)

    def colorants(self, value):
        names = value[1] if isinstance(value[1], Array) else [value[1]]
        if value[0] == '/DeviceN':
            if len(names) > 32:
                self.bad('a 6.1.13', 'DeviceN with more than 32 components')
            known = value[4].get('/Colorants', {}) if len(value) > 4 else {}
            process = value[4].get('/Process', {}).get('/Components', []) if len(value) > 4 else []
            spots = [n for n in names if str(n) not in ('/None', '/Cyan', '/Magenta', '/Yellow', '/Black')]
            if any(str(n) not in known and n not in list(process) for n in spots):
                self.bad('a 6.2.4.4', 'DeviceN with colorants that are not described')
            return
        told = str(value[2]) if isinstance(value[2], Name) else ''
        if self.checker.separations.setdefault(str(value[1]), told) != told:
            self.bad('a 6.2.4.4', 'separation %s is described twice, differently' % value[1])

    def inline(self, image):
        obj = getattr(image, 'obj', image)
        filters = obj.get('/F', obj.get('/Filter', [])) if hasattr(obj, 'get') else []
        for name in [filters] if isinstance(filters, Name) else list(filters):
            if str(name) not in INLINE:
                self.bad('a 6.1.10', 'inline image with filter %s' % name)
        if hasattr(obj, 'get') and (obj.get('/I', obj.get('/Interpolate', False)) is True):
            self.bad('a 6.2.8', 'inline image with Interpolate')

    def resource(self, op, operands, resources, own, spans):
        kind = {'Do': '/XObject', 'Tf': '/Font', 'gs': '/ExtGState', 'sh': '/Shading'}.get(op, '/Pattern')
        name = str(operands[0] if op == 'Tf' else operands[-1])
        if not own:
            self.bad('a 6.2.2', '%s uses a resource that is not its own' % op)
        found = resources.get(kind, {}).get(name)
        if op == 'Do' and isinstance(found, Stream):
            self.xobject(found, resources, spans)

    def xobject(self, found, resources, spans):
        if found.get('/Subtype') == '/Image' and '/ColorSpace' in found and found.get('/ImageMask', False) is not True:
            self.check_space(found.ColorSpace, resources, 0)
        if found.get('/Subtype') == '/Form' and found.objgen not in self.seen:
            self.seen.add(found.objgen)
            self.read(found, found.get('/Resources', resources), spans, '/Resources' in found)


def output_intent(pdf):
    """The colour space of the PDF/A output intent's profile, or None."""
    for intent in pdf.Root.get('/OutputIntents', []):
        if intent.get('/S') == '/GTS_PDFA1' and '/DestOutputProfile' in intent:
            return bytes(intent.DestOutputProfile.read_bytes())[16:20]
    return None


def content(checker):
    intent, language = output_intent(checker.pdf), str(checker.pdf.Root.get('/Lang', ''))
    checker.separations = {}
    for number, page in enumerate(checker.pdf.pages, 1):
        resources = inherited(page.obj, '/Resources')
        walk = Walk(checker, number, intent, language)
        try:
            walk.read(page, resources if resources is not None else Dictionary(), [], '/Resources' in page.obj)
        except pikepdf.PdfError as e:
            checker.bad('a 6.2.2', 'page %d: content cannot be read: %s' % (number, e))
        transparency(checker, page, number, intent, resources)


def transparency(checker, page, number, intent, resources):
    group = page.obj.get('/Group')
    if intent is not None or (group is not None and '/CS' in group):
        return
    if uses_transparency(resources, set()):
        checker.bad('a 6.2.10', 'page %d: transparency without a colour space to blend in' % number)


def members(resources, kind):
    found = resources.get(kind) if resources is not None else None
    return [found[k] for k in found.keys()] if found is not None else []


def uses_transparency(resources, seen):
    for state in members(resources, '/ExtGState'):
        if float(state.get('/CA', 1)) < 1 or float(state.get('/ca', 1)) < 1 or isinstance(state.get('/SMask'), Dictionary) \
                or str(state.get('/BM', '/Normal')) not in ('/Normal', '/Compatible'):
            return True
    for obj in members(resources, '/XObject'):
        if not isinstance(obj, Stream) or obj.objgen in seen:
            continue
        seen.add(obj.objgen)
        if isinstance(obj.get('/SMask'), Stream) or obj.get('/Group', {}).get('/S') == '/Transparency':
            return True
        if uses_transparency(obj.get('/Resources'), seen):
            return True
    return False


RULES = [content]

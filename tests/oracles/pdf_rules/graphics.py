"""Dictionaries that decide what is painted or done: ISO 19005-2/3 6.2.3 to 6.2.10, 6.3, 6.5, 6.9 to
6.11, ISO 14289-1 7.10, 7.16, 7.18."""
import struct

from pikepdf import Array, Dictionary, Name, Stream

BLENDS = {'/Normal', '/Compatible', '/Multiply', '/Screen', '/Overlay', '/Darken', '/Lighten', '/ColorDodge', '/ColorBurn',
          '/HardLight', '/SoftLight', '/Difference', '/Exclusion', '/Hue', '/Saturation', '/Color', '/Luminosity'}
INTENTS = {'/RelativeColorimetric', '/AbsoluteColorimetric', '/Perceptual', '/Saturation'}
ANNOTATIONS = {'/Text', '/Link', '/FreeText', '/Line', '/Square', '/Circle', '/Polygon', '/PolyLine', '/Highlight', '/Underline',
               '/Squiggly', '/StrikeOut', '/Stamp', '/Caret', '/Ink', '/Popup', '/FileAttachment', '/Widget', '/PrinterMark',
               '/TrapNet', '/Watermark', '/Redact'}
ACTIONS = {'/GoTo', '/GoToR', '/GoToE', '/Thread', '/URI', '/Named', '/SubmitForm'}
NAMED = {'/NextPage', '/PrevPage', '/FirstPage', '/LastPage'}


def dictionaries(checker):
    """Every dictionary and stream dictionary of the file, direct ones too."""
    for obj in checker.pdf.objects:
        stack = [obj]
        while stack:
            value = stack.pop()
            if isinstance(value, (Dictionary, Stream)):
                yield value
                stack += [value.get(k) for k in value.keys()
                          if isinstance(value.get(k), (Dictionary, Array, Stream)) and not value.get(k).is_indirect]
            elif isinstance(value, Array):
                stack += [v for v in value if isinstance(v, (Dictionary, Array)) and not v.is_indirect]


def catalog(checker):
    root = checker.pdf.Root
    if '/AlternatePresentations' in root.get('/Names', {}):
        checker.bad('a 6.10', 'alternate presentations')
    if '/Requirements' in root:
        checker.bad('a 6.11', 'document requirements')
    if root.get('/NeedsRendering', False) is True:
        checker.bad('a 6.4.2', 'NeedsRendering')
    if root.get('/AcroForm', {}).get('/XFA') is not None and b'dynamicRender' in xfa(root.AcroForm.XFA):
        checker.bad('ua 7.15', 'dynamic XFA form')
    for name in root.get('/Perms', {}).keys():
        if name not in ('/UR3', '/DocMDP'):
            checker.bad('a 6.1.12', 'permission %s' % name)
    encrypt = checker.pdf.trailer.get('/Encrypt')
    if encrypt is not None and not int(encrypt.get('/P', 0)) & 512:
        checker.bad('ua 7.16', 'encryption keeps readers for the blind out')
    optional(checker, root.get('/OCProperties'))


def xfa(value):
    parts = [value] if isinstance(value, Stream) else [v for v in value if isinstance(v, Stream)]
    data = b''.join(bytes(p.read_bytes()) for p in parts)
    return data if b'required' in data else b''


def optional(checker, properties):
    if properties is None:
        return
    groups = {g.objgen for g in properties.get('/OCGs', [])}
    names = []
    for config in [properties.get('/D', Dictionary())] + list(properties.get('/Configs', [])):
        if not str(config.get('/Name', '')):
            checker.bad('ua 7.10', 'optional content configuration without a name')
            checker.bad('a 6.9', 'optional content configuration without a name')
        if '/AS' in config:
            checker.bad('ua 7.10', 'optional content configuration with AS')
            checker.bad('a 6.9', 'optional content configuration with AS')
        names.append(str(config.get('/Name', '')))
        if '/Order' in config and groups - set(ordered(config.Order)):
            checker.bad('a 6.9', 'optional content group that is in no order')
    if len(set(names)) < len(names):
        checker.bad('a 6.9', 'two optional content configurations of one name')


def ordered(order):
    for item in order:
        if isinstance(item, Array):
            yield from ordered(item)
        elif isinstance(item, Dictionary):
            yield item.objgen


def intents(checker):
    profiles = []
    for intent in checker.pdf.Root.get('/OutputIntents', []):
        if intent.get('/S') == '/GTS_PDFX' and '/DestOutputProfileRef' in intent:
            checker.bad('a 6.2.3', 'output intent that refers to a profile elsewhere')
        profile = intent.get('/DestOutputProfile')
        if profile is not None:
            profiles.append(profile.objgen)
            check_profile(checker, profile, (b'prtr', b'mntr'), 'a 6.2.3')
    if len(set(profiles)) > 1:
        checker.bad('a 6.2.3', 'output intents with different profiles')
    for value in checker.pdf.objects:
        if isinstance(value, Array) and len(value) == 2 and value[0] == '/ICCBased' and isinstance(value[1], Stream):
            check_profile(checker, value[1], (b'prtr', b'mntr', b'scnr', b'spac'), 'a 6.2.4.2')


def check_profile(checker, stream, classes, clause):
    data = bytes(stream.read_bytes())
    if len(data) < 128 or data[12:16] not in classes or data[16:20] not in (b'RGB ', b'CMYK', b'GRAY', b'Lab ') or data[8] >= 5:
        checker.bad(clause, 'ICC profile of a kind that is not allowed')
    elif {b'RGB ': 3, b'CMYK': 4, b'GRAY': 1, b'Lab ': 3}[data[16:20]] != int(stream.get('/N', 0)):
        checker.bad(clause, 'N is not the number of components of the profile')


def states(checker):
    for value in dictionaries(checker):
        if value.get('/Type') == '/ExtGState' or any(k in value for k in ('/TR', '/TR2', '/HTP', '/HT', '/BM', '/SMask')) \
                and '/Subtype' not in value and not isinstance(value, Stream):
            check_state(checker, value)
        if '/HalftoneType' in value or value.get('/Type') == '/Halftone':
            if value.get('/HalftoneType') not in (1, 5):
                checker.bad('a 6.2.5', 'halftone of type %s' % value.get('/HalftoneType'))
            if '/HalftoneName' in value:
                checker.bad('a 6.2.5', 'halftone with a name')


def check_state(checker, state):
    if '/TR' in state:
        checker.bad('a 6.2.5', 'graphics state with TR')
    if state.get('/TR2', Name.Default) != '/Default':
        checker.bad('a 6.2.5', 'graphics state with TR2')
    if '/HTP' in state or '/HTO' in state:
        checker.bad('a 6.2.5', 'graphics state with a halftone origin')
    if '/RI' in state and str(state.RI) not in INTENTS:
        checker.bad('a 6.2.6', 'rendering intent %s' % state.RI)
    modes = state.get('/BM', Name.Normal)
    for mode in modes if isinstance(modes, Array) else [modes]:
        if str(mode) not in BLENDS:
            checker.bad('a 6.2.10', 'blend mode %s' % mode)


def xobjects(checker):
    for value in checker.pdf.objects:
        if not isinstance(value, Stream):
            continue
        if value.get('/Subtype') == '/Image':
            for key in ('/Alternates', '/OPI'):
                if key in value:
                    checker.bad('a 6.2.8', 'image with %s' % key)
            if value.get('/Interpolate', False) is True:
                checker.bad('a 6.2.8', 'image with Interpolate')
            depth = value.get('/BitsPerComponent')
            if depth is not None and int(depth) not in ((1,) if value.get('/ImageMask', False) is True else (1, 2, 4, 8, 16)):
                checker.bad('a 6.2.8', 'image of %s bits' % depth)
            if '/Intent' in value and str(value.Intent) not in INTENTS:
                checker.bad('a 6.2.6', 'rendering intent %s' % value.Intent)
            if '/JPXDecode' in str(value.get('/Filter', '')):
                check_jpeg2000(checker, value)
        elif value.get('/Subtype') == '/Form':
            if value.get('/Subtype2') == '/PS' or '/PS' in value or '/OPI' in value:
                checker.bad('a 6.2.9', 'form XObject with PostScript or OPI')
            if '/Ref' in value:
                checker.bad('a 6.2.9', 'reference XObject')
        elif value.get('/Subtype') == '/PS' and value.get('/Type') == '/XObject':
            checker.bad('a 6.2.9', 'PostScript XObject')


def check_jpeg2000(checker, image):
    """Boxes of JP2 (ISO 15444-1 annex I): ihdr and colr inside jp2h."""
    boxes, bad = {}, False
    data, at = bytes(image.read_raw_bytes()), 0
    end = len(data)
    while at + 8 <= end:
        size, kind = struct.unpack('>I4s', data[at:at + 8])
        if kind == b'jp2h':
            end, at = at + size, at + 8
            continue
        boxes.setdefault(kind, []).append(data[at + 8:at + size])
        at += max(size, 8)
    header = boxes.get(b'ihdr', [b'\0' * 14])[0]
    colours = boxes.get(b'colr', [])
    bad |= struct.unpack('>H', header[8:10])[0] not in (1, 3, 4) or b'bpcc' in boxes or header[10] == 255
    if '/ColorSpace' not in image:
        best = [c for c in colours if len(c) > 2 and c[2] == 1]
        bad |= len(colours) != 1 and len(best) != 1
        bad |= any(c[0] not in (1, 2, 3) for c in colours)
        bad |= any(c[0] == 1 and struct.unpack('>I', c[3:7])[0] == 19 for c in colours if len(c) >= 7)
    if bad:
        checker.bad('a 6.2.8.3', 'JPEG 2000 image of a kind that is not allowed')


def inherited(page, name):
    node = page
    while node is not None:
        if name in node:
            return node[name]
        node = node.get('/Parent')
    return None


def pages(checker):
    for number, page in enumerate(checker.pdf.pages, 1):
        obj = page.obj
        if '/AA' in obj:
            checker.bad('a 6.5', 'page %d: automatic actions' % number)
        if '/PresSteps' in obj:
            checker.bad('a 6.10', 'page %d: presentation steps' % number)
        for name in ('/MediaBox', '/CropBox', '/BleedBox', '/TrimBox', '/ArtBox'):
            box = inherited(obj, name)
            if box is not None:
                sides = [abs(float(box[2]) - float(box[0])), abs(float(box[3]) - float(box[1]))]
                if min(sides) < 3 or max(sides) > 14400:
                    checker.bad('a 6.1.13', 'page %d: %s is too small or too large' % (number, name))
        for annot in obj.get('/Annots', []):
            if isinstance(annot, Dictionary):
                annotation(checker, annot, number)


def annotation(checker, annot, number):
    kind = str(annot.get('/Subtype', ''))
    rect = [float(v) for v in annot.get('/Rect', [0, 0, 0, 0])]
    if kind not in ANNOTATIONS:
        checker.bad('a 6.3.1', 'page %d: annotation of type %s' % (number, kind))
    if kind == '/TrapNet':
        checker.bad('ua 7.18.2', 'page %d: annotation of type %s' % (number, kind))
    if kind == '/PrinterMark' and '/StructParent' in annot:
        checker.bad('ua 7.18.8', 'page %d: printer mark in the structure' % number)
    if kind != '/Popup':
        flags = annot.get('/F')
        if flags is None or int(flags) & 0x123 or not int(flags) & 4:
            checker.bad('a 6.3.2', 'page %d: flags of an annotation' % number)
    shown = annot.get('/AP')
    empty = rect[0] == rect[2] and rect[1] == rect[3]
    if shown is None and not empty and kind not in ('/Popup', '/Link'):
        checker.bad('a 6.3.3', 'page %d: annotation without an appearance' % number)
    if shown is not None:
        button = kind == '/Widget' and field_type(annot) == '/Btn'
        normal = shown.get('/N')
        if set(shown.keys()) != {'/N'}:
            checker.bad('a 6.3.3', 'page %d: appearance needs N and no other' % number)
        elif button != (isinstance(normal, Dictionary) and not isinstance(normal, Stream)):
            checker.bad('a 6.3.3', 'page %d: appearance does not fit its annotation' % number)
    if kind == '/FileAttachment':
        spec = annot.get('/FS', Dictionary())
        if not isinstance(spec, Dictionary) or not all(str(spec.get(k, '')) for k in ('/F', '/UF')):
            checker.bad('ua 7.18.7', 'page %d: file annotation without F and UF' % number)


def field_type(annot):
    node = annot
    while node is not None and '/FT' not in node:
        node = node.get('/Parent')
    return str(node.FT) if node is not None else ''


def actions(checker):
    for value in dictionaries(checker):
        kind = value.get('/S')
        if value.get('/Type') == '/Action' or isinstance(value.get('/A'), Dictionary):
            action = value if value.get('/Type') == '/Action' else value.A
            kind = action.get('/S') if isinstance(action, Dictionary) else None
            if isinstance(kind, Name) and '/O' not in action and str(kind) not in ACTIONS:
                checker.bad('a 6.5.1', 'action %s' % kind)
            if kind == '/Named' and str(action.get('/N')) not in NAMED:
                checker.bad('a 6.5.1', 'named action %s' % action.get('/N'))
        if value.get('/Type') == '/MediaClip' or kind == '/MCD':
            if '/CT' not in value:
                checker.bad('ua 7.18.6.2', 'media clip without a type')
            alt = value.get('/Alt')
            if alt is None or len(alt) % 2 or not all(str(t) for t in list(alt)[1::2]):
                checker.bad('ua 7.18.6.2', 'media clip without alternate texts')
    start = checker.pdf.Root.get('/OpenAction')
    if isinstance(start, Dictionary) and str(start.get('/S')) not in ACTIONS:
        checker.bad('a 6.5.1', 'action %s' % start.get('/S'))
    if '/AA' in checker.pdf.Root:
        checker.bad('a 6.5.2', 'automatic actions of the document')


RULES = [catalog, intents, states, xobjects, pages, actions]

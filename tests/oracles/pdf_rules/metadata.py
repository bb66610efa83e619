"""XMP: ISO 19005-2/3 6.6.2, 6.6.4 and ISO 14289-1 5. Which properties are predefined, of which type,
and what extension schemas must say of others. Covers the schemas dc, xmp, xmpMM, xmpRights, pdf, pdfaid
and pdfuaid; properties of other predefined schemas are not looked at."""
import re
import xml.etree.ElementTree as ET

RDF = '{http://www.w3.org/1999/02/22-rdf-syntax-ns#}'
LANG = '{http://www.w3.org/XML/1998/namespace}lang'
DC, XMP = 'http://purl.org/dc/elements/1.1/', 'http://ns.adobe.com/xap/1.0/'
PDF = 'http://ns.adobe.com/pdf/1.3/'
AID, UAID = 'http://www.aiim.org/pdfa/ns/id/', 'http://www.aiim.org/pdfua/ns/id/'
MM, RIGHTS = 'http://ns.adobe.com/xap/1.0/mm/', 'http://ns.adobe.com/xap/1.0/rights/'
EXT = {'pdfaExtension': 'http://www.aiim.org/pdfa/ns/extension/', 'pdfaSchema': 'http://www.aiim.org/pdfa/ns/schema#',
       'pdfaProperty': 'http://www.aiim.org/pdfa/ns/property#', 'pdfaType': 'http://www.aiim.org/pdfa/ns/type#',
       'pdfaField': 'http://www.aiim.org/pdfa/ns/field#'}
# Other schemas of the XMP specification of 2005 and of TechNote 0008: predefined, not looked into.
PREDEFINED = {'http://ns.adobe.com/xap/1.0/bj/', 'http://ns.adobe.com/xap/1.0/t/pg/', 'http://ns.adobe.com/xmp/1.0/DynamicMedia/',
              'http://ns.adobe.com/photoshop/1.0/', 'http://ns.adobe.com/camera-raw-settings/1.0/', 'http://ns.adobe.com/tiff/1.0/',
              'http://ns.adobe.com/exif/1.0/', 'http://ns.adobe.com/exif/1.0/aux/', 'http://ns.adobe.com/xmp/1.0/DynamicMedia/'}
TYPES = {
    DC: dict(contributor='Bag', coverage='Text', creator='Seq', date='Seq Date', description='Alt', format='Text', identifier='Text',
             language='Bag', publisher='Bag', relation='Bag', rights='Alt', source='Text', subject='Bag', title='Alt', type='Bag'),
    XMP: dict(Advisory='Bag', BaseURL='Text', CreateDate='Date', CreatorTool='Text', Identifier='Bag', Label='Text',
              MetadataDate='Date', ModifyDate='Date', Nickname='Text', Rating='Text', Thumbnails='Alt Text'),
    PDF: dict(Keywords='Text', PDFVersion='Text', Producer='Text', Trapped='Text'),
    AID: dict(part='Integer', amd='Text', corr='Text', conformance='Text'),
    RIGHTS: dict(Certificate='Text', Marked='Boolean', Owner='Bag', UsageTerms='Alt', WebStatement='Text'),
    MM: dict(DerivedFrom='Struct', DocumentID='Text', History='Seq', InstanceID='Text', ManagedFrom='Struct', Manager='Text',
             ManageTo='Text', ManageUI='Text', ManagerVariant='Text', OriginalDocumentID='Text', RenditionClass='Text',
             RenditionParams='Text', VersionID='Text', Versions='Seq', LastURL='Text', RenditionOf='Struct', SaveID='Integer'),
}
SIMPLE = {'Date': re.compile(r'\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$'),
          'Integer': re.compile(r'[+-]?\d+$'), 'Boolean': re.compile(r'(True|False)$'), 'Text': re.compile(r'', re.S)}
VALUE_TYPES = {'Text', 'Integer', 'Boolean', 'Date', 'Real', 'URI', 'URL', 'Name', 'MIMEType', 'AgentName', 'ProperName', 'Locale',
               'GUID', 'RenditionClass', 'Rational', 'XPath', 'Choice', 'Lang Alt', 'ResourceEvent', 'ResourceRef', 'Version', 'Job',
               'Dimensions', 'Colorant', 'Font', 'Thumbnail', 'Part', 'GPSCoordinate', 'CFAPattern', 'DeviceSettings', 'Flash', 'OECF/SFR'}


def tree(checker):
    """The packet's bytes and tree; (None, None) when there is none that can be read."""
    try:
        data = bytes(checker.pdf.Root.Metadata.read_bytes())
        return data, ET.fromstring(data)
    except (AttributeError, KeyError, ET.ParseError):
        return None, None


def packet(checker):
    data, root = tree(checker)
    if data is None:
        return
    head = re.search(rb'<\?xpacket begin=[^?]*\?>', data)
    if head and re.search(rb'\sbytes=', head.group(0)):
        checker.bad('a 6.6.2.1', 'xpacket with the attribute bytes')
    if head and re.search(rb'\sencoding=', head.group(0)):
        checker.bad('a 6.6.2.1', 'xpacket with the attribute encoding')
    try:
        data.decode('utf-8')
    except UnicodeDecodeError:
        checker.bad('a 6.6.2.1', 'XMP is not UTF-8')
    if root.find('.//%sRDF' % RDF) is None and root.tag != RDF + 'RDF':
        checker.bad('a 6.6.2.1', 'XMP without rdf:RDF')


def prefixes(checker):
    """Some properties are only recognised with the prefix that the standard uses."""
    data, _ = tree(checker)
    for space, prefix, clause in ((AID, b'pdfaid', 'a 6.6.4'), (UAID, b'pdfuaid', 'ua 5')):
        for found in re.findall(rb'xmlns:(\w+)\s*=\s*["\']%s["\']' % re.escape(space.encode()), data or b''):
            if found != prefix:
                checker.bad(clause, 'prefix %s instead of %s' % (found.decode(), prefix.decode()))
    for prefix, space in EXT.items():
        for found in re.findall(rb'xmlns:(\w+)\s*=\s*["\']%s["\']' % re.escape(space.encode()), data or b''):
            if found != prefix.encode():
                checker.bad('a 6.6.2.3.3', 'prefix %s instead of %s' % (found.decode(), prefix))


def kind_of(element):
    """Bag, Seq, Alt, Struct or the text of a simple value."""
    for name in ('Bag', 'Seq', 'Alt'):
        if element.find(RDF + name) is not None:
            return name, element.find(RDF + name)
    if element.get(RDF + 'parseType') == 'Resource' or element.find(RDF + 'Description') is not None or len(element):
        return 'Struct', element
    if any(k for k in element.attrib if not k.startswith(RDF) and k != LANG):
        return 'Struct', element
    return 'Simple', element.get(RDF + 'resource', element.text or '')


def fits(element, wanted):
    kind, content = kind_of(element)
    container, _, items = wanted.partition(' ')
    if container in SIMPLE:
        return kind == 'Simple' and bool(SIMPLE[container].match(content.strip()))
    if container == 'Struct':
        return kind == 'Struct'
    if kind != container:
        return False
    entries = content.findall(RDF + 'li')
    if container == 'Alt' and wanted == 'Alt':
        return all(e.get(LANG) for e in entries)
    return not items or all(SIMPLE[items].match((e.text or '').strip()) for e in entries)


def descriptions(root):
    rdf = root if root.tag == RDF + 'RDF' else root.find('.//%sRDF' % RDF)
    return [] if rdf is None else rdf.findall(RDF + 'Description')


def defined(root):
    """Properties that extension schemas define: namespace -> {name: value type}."""
    found = {}
    for schema in root.iter(RDF + 'li'):
        space = schema.find('.//{%s}namespaceURI' % EXT['pdfaSchema'])
        if space is None:
            continue
        names = found.setdefault((space.text or '').strip(), {})
        for entry in schema.iter(RDF + 'li'):
            name = entry.find('.//{%s}name' % EXT['pdfaProperty'])
            kind = entry.find('.//{%s}valueType' % EXT['pdfaProperty'])
            if name is not None:
                names[(name.text or '').strip()] = (kind.text or '').strip() if kind is not None else ''
    return found


def properties(checker):
    _, root = tree(checker)
    if root is None:
        return
    extra = defined(root)
    for description in descriptions(root):
        for element in description:
            check_property(checker, element, extra)
        for name, text in description.attrib.items():
            if name.startswith('{') and not name.startswith(RDF) and name != LANG:
                element = ET.Element(name)
                element.text = text
                check_property(checker, element, extra)


def check_property(checker, element, extra):
    space, name = element.tag[1:].split('}') if element.tag.startswith('{') else ('', element.tag)
    if space in EXT.values():
        return
    if name in extra.get(space, {}):
        wanted = extra[space][name].split(' ')[0].capitalize()
        if wanted in SIMPLE and not fits(element, wanted):
            checker.bad('a 6.6.2.3.1', '%s is not of its type %s' % (name, extra[space][name]))
    elif space in TYPES and name in TYPES[space]:
        if not fits(element, TYPES[space][name]):
            checker.bad('a 6.6.2.3.1', '%s is not of its type %s' % (name, TYPES[space][name]))
    elif space in TYPES or space not in PREDEFINED:
        checker.bad('a 6.6.2.3.1', 'property %s of %s is defined nowhere' % (name, space))


def extensions(checker):
    _, root = tree(checker)
    if root is None:
        return
    for holder in root.iter('{%s}schemas' % EXT['pdfaExtension']):
        bag = holder.find(RDF + 'Bag')
        if bag is None:
            checker.bad('a 6.6.2.3.3', 'pdfaExtension:schemas is no Bag')
            continue
        for schema in bag.findall(RDF + 'li'):
            check_schema(checker, schema)


def members(entry):
    """Children of a structure by their namespace and name, through an rdf:Description if there is one."""
    inner = entry.find(RDF + 'Description')
    source = entry if inner is None else inner
    found = {c.tag: c for c in source}
    for name, text in source.attrib.items():
        if name.startswith('{') and not name.startswith(RDF):
            found[name] = ET.Element(name)
            found[name].text = text
    return found


def need(checker, entry, space, texts, optional=()):
    """The simple members that a structure must have, and no others."""
    found = members(entry)
    for name in texts:
        element = found.get('{%s}%s' % (EXT[space], name))
        if element is None or len(element) or not (element.text or '').strip():
            checker.bad('a 6.6.2.3.3', '%s:%s is missing or no text' % (space, name))
    for tag in found:
        if tag.split('}')[1] not in texts + tuple(optional) or not tag.startswith('{' + EXT[space] + '}'):
            checker.bad('a 6.6.2.3.2', '%s in a structure of %s' % (tag, space))
    return found


def check_schema(checker, schema):
    found = need(checker, schema, 'pdfaSchema', ('schema', 'namespaceURI', 'prefix'), ('property', 'valueType'))
    types = set(VALUE_TYPES)
    holder = found.get('{%s}valueType' % EXT['pdfaSchema'])
    for entry in entries(checker, holder, 'pdfaSchema:valueType'):
        members_of = need(checker, entry, 'pdfaType', ('type', 'namespaceURI', 'prefix', 'description'), ('field',))
        name = members_of.get('{%s}type' % EXT['pdfaType'])
        types.add((name.text or '').strip() if name is not None else '')
    for entry in entries(checker, holder, 'pdfaSchema:valueType'):
        fields = members(entry).get('{%s}field' % EXT['pdfaType'])
        for field in entries(checker, fields, 'pdfaType:field'):
            check_type(checker, need(checker, field, 'pdfaField', ('name', 'valueType', 'description')), 'pdfaField', types)
    for entry in entries(checker, found.get('{%s}property' % EXT['pdfaSchema']), 'pdfaSchema:property'):
        one = need(checker, entry, 'pdfaProperty', ('name', 'valueType', 'category', 'description'))
        check_type(checker, one, 'pdfaProperty', types)
        category = one.get('{%s}category' % EXT['pdfaProperty'])
        if category is not None and (category.text or '').strip() not in ('external', 'internal'):
            checker.bad('a 6.6.2.3.3', 'category %s' % category.text)


def entries(checker, holder, name):
    if holder is None:
        return []
    if holder.find(RDF + 'Seq') is None:
        checker.bad('a 6.6.2.3.3', '%s is no Seq' % name)
        return []
    return holder.find(RDF + 'Seq').findall(RDF + 'li')


def check_type(checker, found, space, types):
    element = found.get('{%s}valueType' % EXT[space])
    text = (element.text or '').strip() if element is not None else 'Text'
    base = re.sub(r'^(open |closed )?(bag |seq |alt |choice of |choice )*', '', text, flags=re.I)
    if text not in types and base not in types and base.capitalize() not in types and base not in ('',):
        checker.bad('a 6.6.2.3.3', 'value type %s is not known' % text)


RULES = [packet, prefixes, properties, extensions]

"""How the bytes of a file are written: ISO 19005-2/3 6.1. Reads the raw file, since a parser mends
what is asked for here."""
import re

from pikepdf import Array, Dictionary, Name, Stream, String

FILTERS = {'/ASCIIHexDecode', '/ASCII85Decode', '/FlateDecode', '/RunLengthDecode', '/CCITTFaxDecode',
           '/JBIG2Decode', '/DCTDecode', '/JPXDecode', '/Crypt'}
STREAM = re.compile(rb'>>\s*?stream(\r\n|\n|\r(?!\n)|)', re.S)


def raw(checker):
    if not hasattr(checker, 'raw'):
        with open(checker.path, 'rb') as file:
            checker.raw = file.read()
    return checker.raw


def without_streams(data):
    """The bytes with the contents of streams blanked."""
    return re.sub(rb'stream\r?\n.*?endstream', b'stream endstream', data, flags=re.S)


def header(checker):
    data = raw(checker)
    if not re.match(rb'%PDF-1\.[0-7][\r\n]', data):
        checker.bad('a 6.1.2', 'file does not begin with %PDF-1.n')
        checker.bad('ua 6.1', 'file does not begin with %PDF-1.n')
    second = re.match(rb'[^\r\n]*[\r\n]+(%?)([^\r\n]{0,4})', data)
    if not second or not second.group(1) or len(second.group(2)) < 4 or min(second.group(2)) < 128:
        checker.bad('a 6.1.2', 'second line is no comment of four bytes above 127')


def trailer(checker):
    data = raw(checker)
    end = data.rfind(b'%%EOF')
    if data[end + 5:] not in (b'', b'\n', b'\r', b'\r\n'):
        checker.bad('a 6.1.3', 'bytes behind the last %%EOF')
    for table in re.finditer(rb'\bxref(\s*?)(\d+)( +)(\d+)', data):
        if table.group(1) not in (b'\n', b'\r', b'\r\n') or table.group(3) != b' ':
            checker.bad('a 6.1.4', 'cross-reference table has other space than one line end and one space')


def strings(checker):
    for text in re.findall(rb'(?<!<)<([^<>]*)>(?!>)', without_streams(raw(checker))):
        digits = re.sub(rb'\s', b'', text)
        if not re.fullmatch(rb'[0-9A-Fa-f]*', digits):
            checker.bad('a 6.1.6', 'hexadecimal string with other characters')
        elif len(digits) % 2:
            checker.bad('a 6.1.6', 'hexadecimal string with an odd number of digits')


def streams(checker):
    data = raw(checker)
    for match in STREAM.finditer(data):
        if match.group(1) not in (b'\n', b'\r\n'):
            checker.bad('a 6.1.7.1', 'keyword stream is not followed by a line end')
    for match in re.finditer(rb'.endstream', data, re.S):
        if match.group(0)[:1] not in (b'\n', b'\r'):
            checker.bad('a 6.1.7.1', 'keyword endstream does not begin a line')
    for number, length in re.findall(rb'(?<!\d)(\d+) 0 obj\s*<<(?:(?!endobj|stream).)*?/Length (\d+)(?![\d ])[^\d]', data, re.S):
        declared(checker, data, int(number), int(length))


def declared(checker, data, number, length):
    """A direct Length leads to endstream, with one line end between at most."""
    start = re.search(rb'(?<!\d)%d 0 obj(?:(?!endobj).)*?stream\r?\n' % number, data, re.S)
    if start and not re.match(rb'(\r\n|\n|\r|)endstream', data[start.end() + length:start.end() + length + 11]):
        checker.bad('a 6.1.7.1', 'Length of stream %d is not its length' % number)


def indirect(checker):
    data = without_streams(raw(checker))
    for match in re.finditer(rb'(.|^)(\d+)([ \t\r\n]+)(\d+)([ \t\r\n]+)obj\b(.{0,2})', data, re.S):
        before, gaps, after = match.group(1), (match.group(3), match.group(5)), match.group(6)
        if before.isdigit():
            continue
        if before not in (b'\n', b'\r', b'') or gaps != (b' ', b' ') or after[:1] not in (b'\n', b'\r', b''):
            checker.bad('a 6.1.9', 'object %s is not on a line of its own' % match.group(2).decode())
    for match in re.finditer(rb'(.)endobj(.?)', data, re.S):
        if match.group(1) not in (b'\n', b'\r') or match.group(2) not in (b'\n', b'\r', b''):
            checker.bad('a 6.1.9', 'endobj is not on a line of its own')


def values(checker):
    """Limits of numbers, strings and names (6.1.13), names in UTF-8 (6.1.8), filters (6.1.7.2)."""
    for obj in checker.pdf.objects:
        stack = [obj]
        while stack:
            value = stack.pop()
            if isinstance(value, (Dictionary, Stream)):
                for name in value.keys():
                    check_name(checker, name)
                stack += [v for v in (value.get(k) for k in value.keys()) if not getattr(v, 'is_indirect', False)]
            elif isinstance(value, Array):
                stack += [v for v in value if not getattr(v, 'is_indirect', False)]
            else:
                check_value(checker, value)
        if isinstance(obj, Stream):
            check_stream(checker, obj)


def check_name(checker, name):
    try:
        if len(str(name).encode('utf-8', 'surrogateescape')) > 128:
            checker.bad('a 6.1.13', 'name of more than 127 bytes')
        str(name).encode('utf-8')
    except UnicodeError:
        checker.bad('a 6.1.8', 'name is not UTF-8')


def check_value(checker, value):
    if isinstance(value, Name):
        check_name(checker, value)
    elif isinstance(value, String) and len(bytes(value)) > 32767:
        checker.bad('a 6.1.13', 'string of more than 32767 bytes')
    elif isinstance(value, int) and not isinstance(value, bool) and not -2**31 <= value < 2**31:
        checker.bad('a 6.1.13', 'integer that needs more than 32 bits')


def check_stream(checker, stream):
    for key in ('/F', '/FFilter', '/FDecodeParms'):
        if key in stream:
            checker.bad('a 6.1.7.1', 'stream with %s' % key)
    filters = stream.get('/Filter', [])
    for name in [filters] if isinstance(filters, Name) else list(filters):
        if str(name) not in FILTERS:
            checker.bad('a 6.1.7.2', 'filter %s' % name)


RULES = [header, trailer, strings, streams, indirect, values]

"""Attacks on the locked words of a finished PDF file, each a function of a Case (see check).

Every attack says what is done and which codes of engross may tell it. They are written against a file in which
all streams are plain, and against no code of the project: pikepdf does the work."""
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

ATTACKS = []


def attack(what, *codes):
    def add(function):
        ATTACKS.append((what, codes, function))
        return function
    return add


def box_of(case):
    """Where the block stands: left, bottom, right, top."""
    return case.box


def append(case, content, before=b""):
    case.write(before + case.read() + b"\n" + content)


def rect(case, extra=0):
    x0, y0, x1, y1 = box_of(case)
    return b"%.2f %.2f %.2f %.2f re" % (x0 - extra, y0 - extra, x1 - x0 + 2 * extra, y1 - y0 + 2 * extra)


def resource(case, kind, name, value):
    page = case.page
    resources = page.obj.Resources
    if kind not in resources:
        resources[kind] = Dictionary()
    resources[kind][name] = value


def state(case, **entries):
    resource(case, "/ExtGState", "/EVIL", case.pdf.make_indirect(
        Dictionary({"/Type": Name.ExtGState, **{"/" + k: v for k, v in entries.items()}})))


def in_block(case, before, behind=b""):
    """Operators at the beginning and end of each sequence of the block."""
    case.each(lambda body: before + body + behind)


# Words.

@attack("two letters of a word swapped", "verify.text-differs")
def swap_letters(case):
    case.codes(lambda c: c[:10] + [c[11], c[10]] + c[12:])


@attack("a letter taken out", "verify.text-differs")
def drop(case):
    case.codes(lambda c: c[:7] + c[8:])


@attack("a letter doubled", "verify.text-differs")
def double(case):
    case.codes(lambda c: c[:7] + [c[7]] + c[7:])


@attack("all words of a line taken out", "verify.text-differs")
def empty(case):
    case.codes(lambda c: [])


@attack("a line shown twice", "verify.text-differs")
def repeat(case):
    case.codes(lambda c: c + c)


@attack("two sequences swapped", "verify.text-differs", "verify.order")
def swap_sequences(case):
    case.swap()


@attack("the block's sequences removed from the page", "verify.text-differs")
def remove_all(case):
    case.each(lambda body: b"")


@attack("one sequence removed from the page", "verify.text-differs")
def remove_one(case):
    case.one(lambda body: b"")


@attack("a sequence repeated under its number", "verify.structure")
def same_number(case):
    case.raw(lambda whole: whole + whole)


@attack("a sequence renumbered", "verify.text-differs", "verify.structure")
def renumber(case):
    case.raw(lambda whole: re.sub(rb"/MCID \d+", b"/MCID 4711", whole, count=1))


@attack("a sequence made an artifact", "verify.text-differs")
def artifact(case):
    case.raw(lambda whole: re.sub(rb"^/\w+<<.*?>>BDC", b"/Artifact BMC", whole, count=1, flags=re.S))


@attack("the sequences nested in an artifact", "verify.structure")
def in_artifact(case):
    case.raw(lambda whole: b"/Artifact BMC\n" + whole + b"EMC\n")


@attack("words of another added in a sequence of the block", "verify.text-differs", "verify.covered")
def added_words(case):
    case.one(lambda body: body + b"BT 1 0 0 1 60 60 Tm " + case.sample() + b" ET\n")


@attack("an ActualText put over one sequence", "verify.text-differs")
def actual_other(case):
    case.one(lambda body: b"/Span<</ActualText(nothing)>>BDC\n" + body + b"EMC\n")


@attack("an ActualText with the right words over wrong letters", "verify.glyph", "verify.text-differs")
def actual_lie(case):
    case.lie()


@attack("an ActualText on a structure element", "verify.structure")
def element_text(case):
    case.leaf["/ActualText"] = String("something else")


def write_at(case, x, y, size):
    """Small letters of another at a place of the page, outside of all sequences."""
    text = case.sample().replace(b" 10 Tf", b" %.2f Tf" % size)
    append(case, b"BT 0 g 1 0 0 1 %.2f %.2f Tm %s ET" % (x, y, text))


@attack("words of another painted between two lines of the block", "verify.between")
def between_lines(case):
    x0, y0, x1, y1 = case.lines[-2]
    write_at(case, x0 + 40, y0 - 1.2, 1.6)


@attack("words of another painted behind the block's last line", "verify.between")
def behind_last(case):
    x0, y0, x1, y1 = case.lines[-1]
    write_at(case, x1 + 3, y0 + 2, 8)


@attack("words of another painted between two paragraphs of the block", "verify.between")
def between_paragraphs(case):
    i = max(range(1, len(case.lines)), key=lambda i: case.lines[i - 1][1] - case.lines[i][3])
    write_at(case, case.lines[i][0] + 20, (case.lines[i][3] + case.lines[i - 1][1]) / 2 - 0.5, 2)


@attack("words of another painted in the space between two words of the block", "verify.between")
def between_words(case):
    x, y = case.space
    write_at(case, x + 0.4, y + 3, 0.4)


# Paths, pictures and annotations among the words.

def in_space(case, width=1.2, height=4.0):
    """A box in the space behind the first word of the second line."""
    x, y = case.space
    return x + 0.5, y + 3, width, height


def zigzag(x, y, w, h):
    return b"%.2f %.2f m %.2f %.2f l %.2f %.2f l %.2f %.2f l" % (x, y, x + w / 3, y + h, x + w * 2 / 3, y, x + w, y + h)


@attack("a letter painted as a path in the space between two words", "verify.between")
def path_between_words(case):
    append(case, b"q 0 g " + zigzag(*in_space(case)) + b" h f Q")


@attack("a letter drawn as a line in the space between two words", "verify.between")
def stroke_between_words(case):
    append(case, b"q 0 G 0.3 w " + zigzag(*in_space(case)) + b" S Q")


@attack("a minus painted before a word", "verify.between")
def minus(case):
    x, y, w, h = in_space(case)
    append(case, b"q 0 g %.2f %.2f %.2f 0.5 re f Q" % (x, y + 1, w))


@attack("a picture in the space between two words", "verify.between")
def picture_between_words(case):
    image(case, "/NOT")
    x, y, w, h = in_space(case)
    append(case, b"q %.2f 0 0 %.2f %.2f %.2f cm /NOT Do Q" % (w, h, x, y))


@attack("a picture between two lines", "verify.between")
def picture_between_lines(case):
    image(case, "/NOT")
    x0, y0, x1, y1 = case.lines[-2]
    append(case, b"q 30 0 0 0.9 %.2f %.2f cm /NOT Do Q" % (x0 + 40, y0 - 0.9))


@attack("letters painted as paths between two paragraphs", "verify.between")
def path_between_paragraphs(case):
    i = max(range(1, len(case.lines)), key=lambda i: case.lines[i - 1][1] - case.lines[i][3])
    append(case, b"q 0 g " + zigzag(case.lines[i][0] + 20, (case.lines[i][3] + case.lines[i - 1][1]) / 2 - 1, 9, 2.5) + b" h f Q")


@attack("a letter painted in the block's own sequence, between its words", "verify.between")
def own_path(case):
    case.last(lambda body: body + b"q 0 g " + zigzag(*in_space(case)) + b" h f Q\n")


@attack("words painted large as a path behind the block", "verify.between")
def path_behind(case):
    x0, y0, x1, y1 = box_of(case)
    append(case, b"", before=b"q 0.8 g " + zigzag(x0, y0, x1 - x0, y1 - y0) + b" h f Q\n")


@attack("a line through a line of words, painted before them", "verify.between")
def strike_before(case):
    x0, y0, x1, y1 = case.lines[-2]
    append(case, b"", before=b"q 0.4 g %.2f %.2f %.2f 0.6 re f Q\n" % (x0, (y0 + y1) / 2, x1 - x0))


@attack("a thick line in the colour of the words, painted before them", "verify.between", "verify.contrast")
def thick_before(case):
    x0, y0, x1, y1 = case.lines[-2]
    append(case, b"", before=b"q 0 G 9 w %.2f %.2f m %.2f %.2f l S Q\n" % (x0, (y0 + y1) / 2, x1, (y0 + y1) / 2))


@attack("a stamp in the space between two words", "verify.between")
def stamp_between(case):
    x, y, w, h = in_space(case)
    annotation(case, at=[x, y, x + w, y + h], Subtype=Name.Stamp)


@attack("free text between two lines", "verify.between")
def free_text_between(case):
    x0, y0, x1, y1 = case.lines[-2]
    annotation(case, at=[x0 + 40, y0 - 1.2, x0 + 90, y0], Subtype=Name.FreeText, Contents=String("not"),
               DA=String("/Helv 1 Tf"))


# ToUnicode and fonts.

@attack("two entries of the ToUnicode map swapped", "verify.text-differs")
def unicode_swapped(case):
    case.unicode(lambda e: [(e[0][0], e[1][1]), (e[1][0], e[0][1])] + e[2:])


@attack("the ToUnicode map emptied", "verify.text-differs")
def unicode_empty(case):
    case.unicode(lambda e: [])


@attack("the ToUnicode map removed", "verify.text-differs")
def unicode_removed(case):
    del case.font["/ToUnicode"]


@attack("the ToUnicode map says two things of a code", "verify.unreadable")
def unicode_twice(case):
    case.unicode(lambda e: e + [(e[0][0], e[1][1])])


@attack("letters exchanged in the page and back in the ToUnicode map", "verify.glyph")
def consistent_lie(case):
    a, b = case.two_codes()
    case.codes(lambda c: [b if x == a else a if x == b else x for x in c], every=True)
    case.unicode(lambda e: [(b if k == a else a if k == b else k, v) for k, v in e], every=True)


@attack("outlines of two letters exchanged in the font", "verify.glyph")
def outlines_swapped(case):
    case.swap_outlines()


@attack("the outline of a letter emptied in the font", "verify.glyph")
def outline_empty(case):
    case.empty_outline()


@attack("the font program replaced by one of the same name", "verify.font", "verify.glyph", "verify.unreadable")
def other_program(case):
    case.replace_program()


@attack("the font program removed", "verify.font")
def no_program(case):
    descriptor = case.font.DescendantFonts[0].FontDescriptor
    for key in ("/FontFile2", "/FontFile3"):
        if key in descriptor:
            del descriptor[key]


@attack("the font program damaged", "verify.font")
def bad_program(case):
    stream = case.program()
    stream.write(b"this is no font" * 10)


@attack("glyphs mapped to others by CIDToGIDMap", "verify.glyph", "verify.font")
def gid_map(case):
    gids = bytearray()
    for i in range(5000):
        gids += bytes([(i + 1) >> 8 & 255, (i + 1) & 255])
    case.font.DescendantFonts[0]["/CIDToGIDMap"] = case.pdf.make_stream(bytes(gids))


@attack("the font replaced by a standard one", "verify.font")
def standard_font(case):
    case.replace_font(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))


@attack("the font replaced by a Type3 font that draws nothing", "verify.font")
def type3(case):
    empty = case.pdf.make_stream(b"1000 0 d0")
    case.replace_font(Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 1, 1], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        FirstChar=0, LastChar=255, Widths=[600] * 256, CharProcs=Dictionary(a=empty),
        Encoding=Dictionary(Differences=[i for c in range(256) for i in (c, Name.a)])))


@attack("the widths of the font set to zero", "verify.text-differs", "verify.covered")
def no_widths(case):
    child = case.font.DescendantFonts[0]
    child["/W"] = Array([])
    child["/DW"] = 0


@attack("the widths of the font doubled", "verify.text-differs", "verify.covered", "verify.off-page")
def wide(case):
    child = case.font.DescendantFonts[0]
    child["/W"] = Array([])
    child["/DW"] = 2000


@attack("the encoding of the font changed", "verify.font")
def encoding(case):
    case.font["/Encoding"] = Name("/Identity-V")


# Paint.

@attack("words in white", "verify.contrast")
def white(case):
    in_block(case, b"1 1 1 rg\n", b"0 0 0 rg\n")


@attack("words in nearly white", "verify.contrast")
def pale(case):
    in_block(case, b".93 .93 .93 rg\n", b"0 0 0 rg\n")


@attack("words in white by gray", "verify.contrast")
def gray(case):
    in_block(case, b"1 g\n", b"0 g\n")


@attack("words in white by CMYK", "verify.contrast")
def cmyk(case):
    in_block(case, b"0 0 0 0 k\n", b"0 g\n")


@attack("words in a colour space of the device, white", "verify.contrast")
def space(case):
    in_block(case, b"/DeviceRGB cs 1 1 1 sc\n", b"0 g\n")


@attack("words in a colour space of its own", "verify.contrast")
def separation(case):
    resource(case, "/ColorSpace", "/EVIL", Array([Name.CalRGB, Dictionary(WhitePoint=[0.95, 1, 1.09])]))
    in_block(case, b"/EVIL cs 1 1 1 sc\n", b"0 g\n")


@attack("words filled with a pattern", "verify.contrast")
def pattern(case):
    tile = case.pdf.make_stream(b"", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
                                BBox=[0, 0, 1, 1], XStep=1, YStep=1, Resources=Dictionary())
    resource(case, "/Pattern", "/EVIL", tile)
    in_block(case, b"/Pattern cs /EVIL scn\n", b"0 g\n")


@attack("an area in the colour of the words behind them", "verify.contrast")
def dark_ground(case):
    append(case, b"", b"q .1 .1 .1 rg " + rect(case, 5) + b" f Q\n")


@attack("an image behind the words", "verify.contrast")
def image_ground(case):
    image(case, "/EVIL")
    x0, y0, x1, y1 = box_of(case)
    append(case, b"", b"q %.2f 0 0 %.2f %.2f %.2f cm /EVIL Do Q\n" % (x1 - x0, y1 - y0, x0, y0))


@attack("words not painted (render mode 3)", "verify.hidden")
def mode3(case):
    in_block(case, b"3 Tr\n", b"0 Tr\n")


@attack("words as a clip only (render mode 7)", "verify.hidden", "verify.clipped")
def mode7(case):
    in_block(case, b"q 7 Tr\n", b"Q\n")


@attack("words as outlines only (render mode 1)", "verify.hidden")
def mode1(case):
    in_block(case, b"1 Tr\n", b"0 Tr\n")


@attack("words with alpha 0", "verify.hidden")
def alpha0(case):
    state(case, ca=0, CA=0)
    in_block(case, b"q /EVIL gs\n", b"Q\n")


@attack("words with alpha 0.1", "verify.contrast")
def alpha1(case):
    state(case, ca=0.1, CA=0.1)
    in_block(case, b"q /EVIL gs\n", b"Q\n")


@attack("words through a soft mask", "verify.hidden")
def soft_mask(case):
    group = case.pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1],
                                 Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
    state(case, SMask=Dictionary(S=Name.Luminosity, G=group))
    in_block(case, b"q /EVIL gs\n", b"Q\n")


@attack("words blended away", "verify.hidden")
def blend(case):
    state(case, BM=Name.Lighten)
    in_block(case, b"q /EVIL gs\n", b"Q\n")


@attack("words in a hidden layer", "verify.hidden")
def layer(case):
    group = case.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("hidden")))
    case.pdf.Root["/OCProperties"] = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    resource(case, "/Properties", "/EVIL", group)
    case.raw(lambda whole: b"/OC /EVIL BDC\n" + whole + b"EMC\n", every=True)


@attack("words in a layer inside of their sequence", "verify.hidden")
def inner_layer(case):
    group = case.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("hidden")))
    resource(case, "/Properties", "/EVIL", group)
    in_block(case, b"/OC /EVIL BDC\n", b"EMC\n")


# Places.

@attack("words of 1 pt", "verify.too-small", "verify.text-differs")
def tiny(case):
    case.sizes(b"1")


@attack("words of 4 pt", "verify.too-small", "verify.text-differs")
def small(case):
    case.sizes(b"4")


@attack("words made small by the matrix of the page", "verify.too-small")
def small_matrix(case):
    in_block(case, b"q .2 0 0 .2 60 60 cm\n", b"Q\n")


@attack("words moved off the page", "verify.off-page")
def off_page(case):
    in_block(case, b"q 1 0 0 1 2000 0 cm\n", b"Q\n")


@attack("words moved half off the page", "verify.off-page")
def half_off(case):
    in_block(case, b"q 1 0 0 1 300 0 cm\n", b"Q\n")


@attack("words turned upside down", "verify.turned", "verify.off-page")
def upside_down(case):
    in_block(case, b"q -1 0 0 -1 595 842 cm\n", b"Q\n")


@attack("words turned by a quarter", "verify.turned")
def quarter(case):
    in_block(case, b"q 0 1 -1 0 500 100 cm\n", b"Q\n")


@attack("words mirrored", "verify.turned")
def mirrored(case):
    in_block(case, b"q -1 0 0 1 595 0 cm\n", b"Q\n")


@attack("words slanted", "verify.turned")
def slanted(case):
    in_block(case, b"q 1 0 .8 1 -60 0 cm\n", b"Q\n")


@attack("words squeezed by Tz", "verify.turned", "verify.text-differs")
def squeezed(case):
    in_block(case, b"20 Tz\n", b"100 Tz\n")


@attack("letters pushed together", "verify.text-differs", "verify.covered")
def together(case):
    in_block(case, b"-6 Tc\n", b"0 Tc\n")


@attack("letters pulled apart", "verify.text-differs", "verify.off-page")
def apart(case):
    in_block(case, b"6 Tc\n", b"0 Tc\n")


@attack("a line raised into the one above by Ts", "verify.text-differs", "verify.order", "verify.covered")
def raised(case):
    case.one(lambda body: b"40 Ts\n" + body + b"0 Ts\n")


@attack("one sequence moved below the others", "verify.order", "verify.text-differs")
def moved(case):
    case.one(lambda body: b"q 1 0 0 1 0 -300 cm\n" + body + b"Q\n")


@attack("words clipped away", "verify.clipped")
def clipped(case):
    in_block(case, b"q 0 0 1 1 re W n\n", b"Q\n")


@attack("the lower half of the words clipped", "verify.clipped")
def half_clipped(case):
    x0, y0, x1, y1 = box_of(case)
    in_block(case, b"q 0 %.2f 600 600 re W n\n" % ((y0 + y1) / 2), b"Q\n")


@attack("words clipped by a shape", "verify.clipped")
def shape_clip(case):
    in_block(case, b"q 0 0 m 600 0 l 0 900 l h W n\n", b"Q\n")


@attack("words clipped for the whole page", "verify.clipped")
def page_clip(case):
    append(case, b"Q\n", b"q 0 0 600 20 re W n\n")


# Covers.

@attack("a white rectangle over the words", "verify.covered")
def rectangle(case):
    append(case, b"q 1 1 1 rg " + rect(case) + b" f Q")


@attack("a rectangle over one letter", "verify.covered")
def letter(case):
    x0, y0, x1, y1 = box_of(case)
    append(case, b"q 1 1 1 rg %.2f %.2f 8 10 re f Q" % (x0, y1 - 10))


@attack("a half transparent rectangle over the words", "verify.covered")
def veil(case):
    state(case, ca=0.6)
    append(case, b"q /EVIL gs 1 1 1 rg " + rect(case) + b" f Q")


@attack("a polygon over the words", "verify.covered")
def polygon(case):
    x0, y0, x1, y1 = box_of(case)
    append(case, b"q 1 1 1 rg %.2f %.2f m %.2f %.2f l %.2f %.2f l h f Q"
           % (x0 - 50, y0 - 50, x1 + 400, y0 - 50, x0 - 50, y1 + 400))


@attack("a round shape over the words", "verify.covered")
def round_shape(case):
    x0, y0, x1, y1 = box_of(case)
    append(case, b"q 1 1 1 rg %.2f %.2f m %.2f %.2f %.2f %.2f %.2f %.2f c h f Q"
           % (x0 - 90, y0 - 90, x0, y1 + 300, x1, y1 + 300, x1 + 90, y0 - 90))


@attack("a thick white line over the words", "verify.covered")
def line(case):
    x0, y0, x1, y1 = box_of(case)
    append(case, b"q 1 1 1 RG 40 w %.2f %.2f m %.2f %.2f l S Q" % (x0, (y0 + y1) / 2, x1, (y0 + y1) / 2))


@attack("a thin line through a line of words", "verify.covered")
def strike(case):
    x0, y0, x1, y1 = box_of(case)
    append(case, b"q 0 0 0 RG .8 w %.2f %.2f m %.2f %.2f l S Q" % (x0, y1 - 6, x1, y1 - 6))


def image(case, name):
    resource(case, "/XObject", name, case.pdf.make_stream(
        b"\xff\xff\xff", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB))


@attack("an image over the words", "verify.covered")
def image_over(case):
    image(case, "/EVIL")
    x0, y0, x1, y1 = box_of(case)
    append(case, b"q %.2f 0 0 %.2f %.2f %.2f cm /EVIL Do Q" % (x1 - x0, y1 - y0, x0, y0))


@attack("a form with a rectangle over the words", "verify.covered")
def form_over(case):
    form = case.pdf.make_stream(b"1 1 1 rg " + rect(case) + b" f", Type=Name.XObject, Subtype=Name.Form,
                                BBox=[0, 0, 600, 900])
    resource(case, "/XObject", "/EVIL", form)
    append(case, b"/EVIL Do")


@attack("forms in forms with a rectangle over the words", "verify.covered")
def forms_over(case):
    inner = case.pdf.make_stream(b"1 1 1 rg " + rect(case) + b" f", Type=Name.XObject, Subtype=Name.Form,
                                 BBox=[0, 0, 600, 900])
    outer = case.pdf.make_stream(b"/IN Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 900],
                                 Resources=Dictionary(XObject=Dictionary(IN=inner)))
    resource(case, "/XObject", "/EVIL", outer)
    append(case, b"/EVIL Do")


@attack("a shading over the words", "verify.covered")
def shading(case):
    resource(case, "/Shading", "/EVIL", Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 600, 0], Extend=[True, True],
        Function=Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 1, 1], N=1)))
    append(case, b"q " + rect(case) + b" W n /EVIL sh Q")


@attack("other words over the words", "verify.covered")
def text_over(case):
    x0, y0, x1, y1 = box_of(case)
    append(case, b"BT 0 g 1 0 0 1 %.2f %.2f Tm " % (x0, y1 - 10) + case.sample() + b" ET")


PALE = b"0.9 g "


def marked(case, words, before=b"/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n"):
    """Pale words below the block, in what looks like the mark of drafts."""
    x0, y0, x1, y1 = box_of(case)
    append(case, b"", before=before + b"BT " + PALE + b"1 0 0 1 %.2f %.2f Tm " % (x0, y1 - 10) + words + b" ET\nEMC\n")


@attack("in a draft: an address over the words", "verify.covered")
def draft_address_over(case):
    x0, y0, x1, y1 = box_of(case)
    append(case, b"/Artifact BMC\nBT 0 g 1 0 0 1 %.2f %.2f Tm " % (x0, y1 - 10) + case.sample() + b" ET\nEMC\n")


@attack("in a draft: pale words below the words, as an artifact", "verify.covered")
def draft_look_alike(case):
    marked(case, case.sample(), b"/Artifact BMC\n")


@attack("in a draft: pale words below the words, as a second watermark", "verify.covered")
def draft_second_watermark(case):
    marked(case, case.sample())


@attack("in a draft: the mark painted over the words", "verify.covered")
def draft_mark_over(case):
    data = case.read()
    mark = re.search(rb"/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n.*?EMC\n", data, re.S)
    state = b"0.9 g " if b" rg" not in mark.group(0) and b" g" not in mark.group(0) else b""
    x0, y0, x1, y1 = box_of(case)
    body = re.sub(rb"[-\d.]+ [-\d.]+ Td|1 0 0 1 [-\d.]+ [-\d.]+ Tm|[-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+ Tm",
                  b"1 0 0 1 %.2f %.2f Tm" % (x0, y0), mark.group(0), count=1)
    case.write(data.replace(mark.group(0), b"") + b"\n" + state + body)


MARK = rb"/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n.*?EMC\n"


def remark(case, change):
    """The mark of the draft on the block's page, changed."""
    data = case.read()
    found = re.search(MARK, data, re.S)
    case.write(data[:found.start()] + change(found.group(0)) + data[found.end():])


@attack("in a draft: the mark removed from a page", "verify.no-mark")
def mark_removed(case):
    remark(case, lambda mark: re.sub(rb"\[.*?\]TJ|<[^>]*>Tj|\([^)]*\)Tj", b"", mark, flags=re.S))


@attack("in a draft: the mark twice on a page", "verify.no-mark")
def mark_twice(case):
    remark(case, lambda mark: mark + mark)


@attack("in a draft: the mark in the colour of the paper", "verify.no-mark")
def mark_white(case):
    remark(case, lambda mark: re.sub(rb"[\d.]+ [\d.]+ [\d.]+ rg", b"1 1 1 rg", mark))


@attack("in a draft: the mark not painted (render mode 3)", "verify.no-mark")
def mark_unpainted(case):
    remark(case, lambda mark: mark.replace(b"rg\n", b"rg 3 Tr\n", 1).replace(b"EMC", b"0 Tr EMC"))


@attack("in a draft: the mark of 6 pt", "verify.no-mark")
def mark_small(case):
    remark(case, lambda mark: re.sub(rb"(/F\d+) [\d.]+ Tf", rb"\1 6 Tf", mark))


@attack("in a draft: the mark moved off the page", "verify.no-mark")
def mark_away(case):
    remark(case, lambda mark: re.sub(rb"[-\d.]+ [-\d.]+ Td", b"2000 2000 Td", mark, count=1))


@attack("in a draft: the mark not told as a watermark", "verify.no-mark")
def mark_untold(case):
    remark(case, lambda mark: mark.replace(b"/Artifact<</Type/Pagination/Subtype/Watermark>>BDC", b"/Artifact BMC"))


@attack("in a draft: a white rectangle over the mark", "verify.no-mark", "verify.contrast")
def mark_covered(case):
    remark(case, lambda mark: mark + b"ET\nq 1 g 0 0 2000 2000 re f Q\nBT\n" if mark.count(b"BT") == 0
           else mark + b"q 1 g 0 0 2000 2000 re f Q\n")


@attack("large white words over the words", "verify.covered")
def large_text_over(case):
    x0, y0, x1, y1 = box_of(case)
    append(case, b"BT 1 g 6 0 0 6 %.2f %.2f Tm " % (x0, y1 - 40) + case.sample() + b" ET")


@attack("the rectangle inside of the block's own sequence", "verify.covered")
def own_cover(case):
    case.last(lambda body: body + b"q 1 1 1 rg " + rect(case) + b" f Q\n")


@attack("a stamp on the words", "verify.covered")
def stamp(case):
    annotation(case, Subtype=Name.Stamp)


@attack("a square annotation on the words", "verify.covered")
def square(case):
    annotation(case, Subtype=Name.Square, IC=[1, 1, 1])


@attack("free text on the words", "verify.covered")
def free_text(case):
    annotation(case, Subtype=Name.FreeText, Contents=String("nothing"), DA=String("/Helv 12 Tf"))


@attack("a redaction mark on the words", "verify.covered")
def redact(case):
    annotation(case, Subtype=Name.Redact, OC=[0, 0, 0])


@attack("a form field on the words", "verify.covered")
def widget(case):
    annotation(case, Subtype=Name.Widget, FT=Name.Tx, T=String("x"))


@attack("a link with an appearance on the words", "verify.covered")
def link(case):
    form = case.pdf.make_stream(b"1 1 1 rg 0 0 600 900 re f", Type=Name.XObject, Subtype=Name.Form,
                                BBox=[0, 0, 600, 900])
    annotation(case, Subtype=Name.Link, Border=[0, 0, 0], AP=Dictionary(N=form))


@attack("a link with a thick border on the words", "verify.covered")
def bordered(case):
    annotation(case, Subtype=Name.Link, Border=[0, 0, 30], C=[1, 1, 1])


def annotation(case, at=None, **entries):
    made = case.pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=list(at or box_of(case)), F=4, **entries))
    if "/Annots" not in case.page.obj:
        case.page.obj["/Annots"] = Array([])
    case.page.obj.Annots.append(made)


# Pages.

@attack("the page turned by /Rotate", "verify.turned")
def rotate(case):
    case.page.obj["/Rotate"] = 90


@attack("the page turned upside down by /Rotate", "verify.turned")
def rotate180(case):
    case.page.obj["/Rotate"] = 180


@attack("the page scaled by /UserUnit", "verify.turned")
def user_unit(case):
    case.page.obj["/UserUnit"] = 0.1


@attack("the MediaBox shrunk", "verify.off-page")
def media_box(case):
    case.page.obj["/MediaBox"] = Array([0, 0, 100, 100])


@attack("a CropBox that leaves the words out", "verify.off-page")
def crop_box(case):
    x0, y0, x1, y1 = box_of(case)
    case.page.obj["/CropBox"] = Array([0, int(y1), 595, 841])


@attack("the page removed", "verify.pages")
def page_removed(case):
    del case.pdf.pages[case.index]


@attack("a page added", "verify.pages")
def page_added(case):
    case.pdf.add_blank_page()


@attack("the page there twice", "verify.unreadable")
def page_twice(case):
    kids = case.pdf.Root.Pages.Kids
    kids.append(kids[case.index])


@attack("the page's content replaced by that of a copy without the words", "verify.text-differs")
def content_replaced(case):
    case.write(b"BT ET\n")


@attack("the structure's page pointed to another page", "verify.structure", "verify.text-differs")
def other_page(case):
    other = case.pdf.pages[0 if case.index else -1].obj
    for element in case.elements():
        if "/Pg" in element:
            element["/Pg"] = other


@attack("a damaged content stream", "verify.unreadable")
def damaged(case):
    append(case, b"[(")


@attack("an operator that nobody knows", "verify.unreadable")
def unknown(case):
    append(case, b"1 2 3 evil")


# Structure.

@attack("the identifier moved to another paragraph", "verify.text-differs", "verify.structure")
def moved_identifier(case):
    other = case.other_element()
    other["/ID"] = case.element["/ID"]
    del case.element["/ID"]
    names = case.pdf.Root.StructTreeRoot.IDTree.Names
    for i in range(0, len(names), 2):
        if str(names[i]) == case.mark:
            names[i + 1] = other


@attack("the identifier removed from the tree of identifiers", "verify.missing")
def no_name(case):
    names = list(case.pdf.Root.StructTreeRoot.IDTree.Names)
    at = [str(n) for n in names[::2]].index(case.mark) * 2
    case.pdf.Root.StructTreeRoot.IDTree["/Names"] = Array(names[:at] + names[at + 2:])


@attack("the tree of identifiers removed", "verify.missing")
def no_tree(case):
    del case.pdf.Root.StructTreeRoot["/IDTree"]


@attack("the identifier of the element changed", "verify.structure")
def other_identifier(case):
    case.element["/ID"] = String("block:other/1.en#1")


@attack("the element taken out of its parent", "verify.structure")
def orphan(case):
    parent = case.element.P
    parent["/K"] = Array([k for k in parent.K if k.objgen != case.element.objgen])


@attack("the element hung into another parent, too", "verify.structure")
def two_parents(case):
    case.element["/P"] = case.pdf.Root.StructTreeRoot


@attack("paragraphs of the block swapped in the structure", "verify.text-differs", "verify.order")
def kids_swapped(case):
    kids = list(case.element.K)
    case.element["/K"] = Array([kids[-1]] + kids[1:-1] + [kids[0]])


@attack("a paragraph of the block taken out of the structure", "verify.text-differs")
def kid_removed(case):
    case.element["/K"] = Array(list(case.element.K)[:-1])


@attack("a paragraph of another put into the block", "verify.structure")
def kid_added(case):
    case.element["/K"] = Array(list(case.element.K) + [case.other_element()])


@attack("a paragraph of the block listed twice", "verify.structure")
def kid_twice(case):
    case.element["/K"] = Array(list(case.element.K) + [case.element.K[0]])


@attack("a paragraph of the block made a label of a list", "verify.text-differs")
def kid_label(case):
    case.leaf["/S"] = Name.Reference


@attack("a paragraph of the block made a note", "verify.text-differs")
def kid_note(case):
    case.leaf["/S"] = Name.Note


@attack("a paragraph of the block made a figure", "verify.text-differs")
def kid_figure(case):
    case.leaf["/S"] = Name.Figure


@attack("the parent tree emptied", "verify.structure")
def parent_tree(case):
    case.pdf.Root.StructTreeRoot["/ParentTree"] = Dictionary(Nums=Array([]))


@attack("a sequence given to another element in the parent tree", "verify.structure")
def parent_entry(case):
    tree = case.pdf.Root.StructTreeRoot.ParentTree
    leaf = tree if "/Nums" in tree else tree.Kids[0]
    for i in range(0, len(leaf.Nums), 2):
        if int(leaf.Nums[i]) == int(case.page.obj.StructParents):
            leaf.Nums[i + 1][case.numbers[0]] = case.other_element()


@attack("the structure tree removed", "verify.unreadable")
def no_structure(case):
    del case.pdf.Root["/StructTreeRoot"]


@attack("an element in itself", "verify.structure")
def cycle(case):
    case.element["/K"] = Array([case.element])


@attack("the catalog removed", "verify.unreadable")
def no_catalog(case):
    del case.pdf.Root["/Pages"]

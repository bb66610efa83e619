#!/usr/bin/python3
"""Composes real invoices and bank statements and looks for what they say in the PDFs.

usage: real-data.py DATA [--list] [--only KIND] [--engross FILE] [--library DIR] [--out DIR] [--no-qpdf]

DATA is a folder with the sets invoices/ and statements/. Of every well-formed UBL, CII and FatturaPA
invoice or credit note and of every camt.053 statement, invoice number, parties, the amount of every
line or entry and the payable total or closing balance are read from the XML here, by other code than
the engine's, and looked for in what pdftotext reads from the PDF. Files that are meant to fail (by
their name or folder) are run as well and count for nothing. Exit 0: at least 95 % of the records
composed, and every value of those was found. Needs lxml, pdftotext and qpdf.
"""
import argparse
import glob
import json
import os
import re
import subprocess
import sys
from decimal import Decimal, InvalidOperation

from lxml import etree

MEANT_TO_FAIL = re.compile(r'(^|[/_.-])(fail|invalid|wrong|garbled|broken)([/_.-]|$)', re.I)
LEFT_OUT = ('/en16931-unit/',)  # fragments, one rule each
KINDS = {
    'ubl': ('ubl-invoice', 'invoice'),
    'cii': ('cii-invoice', 'invoice'),
    'fatturapa': ('fatturapa-invoice', 'invoice'),
    'camt': ('camt-statement', 'current-account-statement'),
}
INVISIBLE = dict.fromkeys(map(ord, '\u00ad\u200b\u200e\u200f\u061c\u2060\u2066\u2067\u2068\u2069\ufeff'))
DIGITS = str.maketrans('٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९', '0123456789' * 3)


# ---- reading the source ----

def local(element):
    return etree.QName(element).localname


def kids(element, path):
    """Elements at a path of local names, any namespace; 'a|b' is either."""
    found = [element]
    for step in path.split('/'):
        names = step.split('|')
        found = [c for e in found for c in e.iterchildren(etree.Element) if local(c) in names]
    return found


def first(element, *paths):
    for path in paths:
        for e in kids(element, path):
            text = ' '.join((e.text or '').split())
            if text:
                return text
    return None


def read_ubl(root):
    def party(side):
        for p in kids(root, side + '/Party'):
            return first(p, 'PartyLegalEntity/RegistrationName', 'PartyName/Name') or \
                ' '.join(filter(None, (first(p, 'Person/' + n) for n in ('FirstName', 'MiddleName', 'FamilyName'))))
        return None
    yield {
        'number': first(root, 'ID'),
        'parties': [party('AccountingSupplierParty'), party('AccountingCustomerParty')],
        'amounts': [first(l, 'LineExtensionAmount') for l in kids(root, 'InvoiceLine|CreditNoteLine')],
        'total': first(root, 'LegalMonetaryTotal/PayableAmount'),
    }


def read_cii(root):
    trade = kids(root, 'SupplyChainTradeTransaction')[0]
    summation = 'ApplicableHeaderTradeSettlement/SpecifiedTradeSettlementHeaderMonetarySummation/'
    line = 'SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount'
    yield {
        'number': first(root, 'ExchangedDocument/ID'),
        'parties': [first(trade, 'ApplicableHeaderTradeAgreement/%sTradeParty/Name' % p) for p in ('Seller', 'Buyer')],
        'amounts': [first(l, line) for l in kids(trade, 'IncludedSupplyChainTradeLineItem')],
        'total': first(trade, summation + 'DuePayableAmount'),
    }


def read_fatturapa(root):
    def party(side):
        person = 'FatturaElettronicaHeader/%s/DatiAnagrafici/Anagrafica/' % side
        return first(root, person + 'Denominazione') or \
            ' '.join(filter(None, (first(root, person + n) for n in ('Nome', 'Cognome'))))
    for body in kids(root, 'FatturaElettronicaBody'):
        parts = [Decimal(e.text.strip()) for p in kids(body, 'DatiPagamento')[:1]
                 for e in kids(p, 'DettaglioPagamento/ImportoPagamento')]
        yield {
            'number': first(body, 'DatiGenerali/DatiGeneraliDocumento/Numero'),
            'parties': [party('CedentePrestatore'), party('CessionarioCommittente')],
            'amounts': [first(l, 'PrezzoTotale') for l in kids(body, 'DatiBeniServizi/DettaglioLinee')],
            'total': str(sum(parts)) if parts else
            first(body, 'DatiGenerali/DatiGeneraliDocumento/ImportoTotaleDocumento'),
        }


def read_camt(root):
    for statement in kids(root, 'BkToCstmrStmt/Stmt'):
        closing = [first(b, 'Amt') for b in kids(statement, 'Bal')
                   if first(b, 'Tp/CdOrPrtry/Cd') == 'CLBD']
        yield {
            'number': first(statement, 'Acct/Id/IBAN', 'Acct/Id/Othr/Id'),
            'parties': [first(statement, 'Acct/Ownr/Nm')],
            'amounts': [first(e, 'Amt') for e in kids(statement, 'Ntry')],
            'total': closing[-1] if closing else None,
        }


READERS = {'ubl': read_ubl, 'cii': read_cii, 'fatturapa': read_fatturapa, 'camt': read_camt}


def kind_of(root):
    name, space = local(root), etree.QName(root).namespace or ''
    if re.search(r':ubl:schema:xsd:(Invoice|CreditNote)-2$', space) and name in ('Invoice', 'CreditNote'):
        return 'ubl'
    if name == 'CrossIndustryInvoice' and space.endswith(':CrossIndustryInvoice:100'):
        return 'cii'
    if name == 'FatturaElettronica':
        return 'fatturapa'
    if name == 'Document' and ('camt.053' in space or (not space and kids(root, 'BkToCstmrStmt'))):
        return 'camt'
    return None


def find_files(data):
    """{kind: [(path, meant to fail)]}, sorted."""
    files = {kind: [] for kind in KINDS}
    for base in ('invoices', 'statements'):
        for folder, _, names in os.walk(os.path.join(data, base)):
            for name in names:
                path = os.path.join(folder, name)
                if not name.lower().endswith('.xml') or any(p in path for p in LEFT_OUT):
                    continue
                try:
                    root = etree.parse(path, etree.XMLParser(huge_tree=True, resolve_entities=False)).getroot()
                except etree.XMLSyntaxError:
                    continue
                kind = kind_of(root)
                if kind:
                    below = os.path.relpath(path, data)
                    files[kind].append((path, bool(MEANT_TO_FAIL.search(below))))
    return {kind: sorted(found) for kind, found in files.items()}


# ---- looking into the PDF ----

def text_of(pdf):
    out = subprocess.run(['pdftotext', '-enc', 'UTF-8', pdf, '-'], capture_output=True, check=True)
    text = out.stdout.decode('utf-8').translate(INVISIBLE).translate(DIGITS)
    return text.replace('\u2212', '-').replace('\u066b', '.').replace('\u066c', ',')


def grouped(whole, separator, indian=False):
    if indian and len(whole) > 3:
        head, tail = whole[:-3], whole[-3:]
        return separator.join([head[max(0, i - 2):i] for i in range(len(head), 0, -2)][::-1] + [tail])
    return separator.join([whole[max(0, i - 3):i] for i in range(len(whole), 0, -3)][::-1])


def number_pattern(amount):
    """A pattern of all the ways in which a language may print the number, sign aside."""
    value = abs(Decimal(amount))
    forms = set()
    for places in {max(0, -value.as_tuple().exponent), 0, 1, 2, 3, 4}:
        rounded = round(value, places)
        if rounded != value:
            continue
        whole, _, fraction = format(rounded, 'f').partition('.')
        wholes = {whole}
        for separator in (',', '.', ' ', '\u00a0', '\u202f', "'", '\u2019'):
            wholes |= {grouped(whole, separator), grouped(whole, separator, True)}
        forms |= {w + s + fraction if fraction else w for w in wholes for s in '.,'}
    return re.compile(r'(?<![\d.,])(?:%s)(?![.,]?\d)' % '|'.join(re.escape(f) for f in sorted(forms, key=len)[::-1]))


def squeeze(text):
    """Without white space, and without hyphens: pdftotext drops one at the end of a line."""
    return re.sub(r'[\s-]+', '', text.translate(INVISIBLE))


def faults_of(expected, text):
    """What of the source is not in the text."""
    faults = []
    tight = squeeze(text)
    for what in [expected['number']] + expected['parties']:
        if what and squeeze(what).translate(DIGITS) not in tight:
            faults.append('no %r' % what)
    counts = {}
    for amount in [a for a in expected['amounts'] if a] + [expected['total']]:
        if amount is None:
            continue
        try:
            key = abs(Decimal(amount.strip()))
        except InvalidOperation:
            faults.append('not a number: %r' % amount)
            continue
        counts[key] = counts.get(key, 0) + 1
    for key, count in counts.items():
        # A total may be the same number as a line, printed once more or not: one less is enough.
        found = len(number_pattern(key).findall(text))
        if found < max(1, count - 1):
            faults.append('%s found %d times, should be %d' % (key, found, count))
    return faults


# ---- running ----

JOB = '''job: {kind}
library: {library}
template: {template}
records:
  files: input/*.xml
  format: xml
  maps: [{map}]
run-date: 2026-11-01
duplicates: allow
channels:
  always: [pdf]
output: {{ dir: out, package: files }}
errors: {{ stop-at: 100%, at-least: 1000000 }}
'''


def run(kind, files, options):
    folder = os.path.join(options.out, kind)
    subprocess.run(['rm', '-rf', folder], check=True)
    os.makedirs(os.path.join(folder, 'input'))
    for i, (path, _) in enumerate(files):
        os.symlink(os.path.abspath(path), os.path.join(folder, 'input', '%05d.xml' % i))
    map_id, template = KINDS[kind]
    with open(os.path.join(folder, 'job.yaml'), 'w') as f:
        f.write(JOB.format(kind=kind, library=os.path.abspath(options.library), template=template, map=map_id))
    with open(os.path.join(folder, 'log'), 'w') as log:
        done = subprocess.run([os.path.abspath(options.engross), 'run', 'job.yaml', '--draft'], cwd=folder, stdout=log, stderr=log)
    if done.returncode not in (0, 1):
        sys.exit('%s: engross run ended with %d, see %s/log' % (kind, done.returncode, folder))
    return glob.glob(os.path.join(folder, 'out', 'run-*'))[0]


def lines_of(path):
    if not os.path.exists(path):
        return []
    with open(path) as f:
        return [json.loads(line) for line in f]


def check_kind(kind, files, options):
    out = run(kind, files, options)
    records = []  # in the order of the run: (path, meant to fail, expected)
    for path, bad in files:
        root = etree.parse(path, etree.XMLParser(huge_tree=True)).getroot()
        records += [(path, bad, expected) for expected in READERS[kind](root)]
    composed, wrong = set(), 0
    for entry in lines_of(os.path.join(out, 'manifest.ndjson')):
        path, bad, expected = records[entry['ordinal']]
        composed.add(entry['ordinal'])
        pdf = os.path.join(out, entry['path'])
        faults = faults_of(expected, text_of(pdf))
        if not options.no_qpdf:
            check = subprocess.run(['qpdf', '--check', pdf], capture_output=True, text=True)
            faults += ['qpdf: ' + check.stdout + check.stderr] if check.returncode else []
        if faults:
            wrong += 1
            print('%s (%s): %s' % (path, entry['path'], '; '.join(faults)))
    for entry in lines_of(os.path.join(out, 'quarantine.ndjson')):
        named = os.path.join(os.path.dirname(os.path.dirname(out)), entry['file'])
        first_error = next(d for d in entry['diagnostics'] if d['level'] == 'error')
        print('quarantined: %s: %s [%s]' % (os.path.relpath(os.path.realpath(named), options.data),
                                            first_error['message'], first_error['code']))
    due = [i for i, (_, bad, _) in enumerate(records) if not bad]
    good = sum(i in composed for i in due)
    share = 100 * good / len(due) if due else 100
    print('%s: %d files, %d records, %d composed (%.1f %%), %d of them wrong' %
          (kind, len(files), len(due), good, share, wrong))
    return share >= 95 and wrong == 0


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split('\n\n')[1].replace('usage: ', ''))
    parser.add_argument('data')
    parser.add_argument('--list', action='store_true')
    parser.add_argument('--only')
    parser.add_argument('--engross', default='build/cli/engross')
    parser.add_argument('--library', default='templates')
    parser.add_argument('--out', default='build/real-data')
    parser.add_argument('--no-qpdf', action='store_true')
    options = parser.parse_args()
    good = True
    for kind, files in find_files(options.data).items():
        if options.only and kind != options.only:
            continue
        if options.list:
            for path, bad in files:
                print(kind, 'meant-to-fail' if bad else 'good', os.path.relpath(path, options.data), sep='\t')
        else:
            good = check_kind(kind, files, options) and good
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())

/* What XJDF has words for: the run list, papers, plex, the product. Envelopes and inserts it has none for, so
 * they stay in the lists of pieces. */
#include "print/ticket.h"

#include "base/buf.h"
#include "base/file.h"

static void put_attribute(eng_buf *out, const char *name, eng_str text) {
	eng_buf_printf(out, " %s=\"", name);
	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		if (c == '&' || c == '<' || c == '>' || c == '"' || (unsigned char)c < 0x20) {
			eng_buf_printf(out, "&#%d;", (unsigned char)c < 0x20 ? ' ' : c);
		} else {
			eng_buf_char(out, c);
		}
	}
	eng_buf_char(out, '"');
}

static void put_media(eng_buf *out, const eng_print_plan *plan) {
	eng_buf_cstr(out,
		     "  <ResourceSet Name=\"Media\" Usage=\"Input\" CombinedProcessIndex=\"2\">\n");
	for (size_t i = 0; i < plan->paper_count; i++) {
		const eng_paper *p = &plan->papers[i];

		eng_buf_cstr(out, "    <Resource");
		put_attribute(out, "DescriptiveName", p->stock.n ? p->stock : p->name);
		eng_buf_cstr(out, ">\n      <Part");
		put_attribute(out, "Option", p->name);
		eng_buf_printf(out,
			       "/>\n      <Media MediaType=\"Paper\" MediaUnit=\"Sheet\" "
			       "Weight=\"%d\"/>\n    </Resource>\n",
			       p->grammage);
	}
	eng_buf_cstr(out, "  </ResourceSet>\n");
}

/* Counters that XJDF has no words for, as identifiers of ours. */
static void put_counts(eng_buf *out, const eng_stream_totals *t) {
	const struct {
		const char *name;
		uint64_t value;
	} counts[] = {
		{ "Pieces", t->pieces },
		{ "Sheets", t->sheets },
		{ "Pages", t->pages },
		{ "SeparationSheets", t->banners },
		{ "FirstPiece", t->first_piece },
		{ "LastPiece", t->last_piece },
		{ "FirstSheet", t->first_sheet },
		{ "LastSheet", t->last_sheet },
		{ "Milligrams", (uint64_t)t->weight },
		{ "FirstTray", t->first_tray },
		{ "LastTray", t->last_tray },
	};

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]) - (t->first_tray ? 0 : 2); i++) {
		eng_buf_printf(out, "  <GeneralID IDUsage=\"Engross%s\" IDValue=\"%llu\"/>\n",
			       counts[i].name, (unsigned long long)counts[i].value);
	}
}

static void put_ticket(eng_buf *out, const eng_print_plan *plan, const eng_stream_totals *t) {
	static const char *const sides[] = { "OneSidedFront", "TwoSided", "TwoSided" };
	static const char *const styles[] = { "Simplex", "Perfecting", "WorkAndTumble" };

	eng_buf_cstr(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			  "<XJDF xmlns=\"http://www.CIP4.org/JDFSchema_2_0\" Version=\"2.1\"");
	put_attribute(out, "JobID", plan->name);
	put_attribute(out, "JobPartID", t->stream);
	eng_buf_cstr(out, " Types=\"Interpreting Rendering DigitalPrinting\">\n");
	put_counts(out, t);
	eng_buf_cstr(out, "  <ResourceSet Name=\"NodeInfo\" Usage=\"Input\">\n"
			  "    <Resource><NodeInfo/></Resource>\n  </ResourceSet>\n"
			  "  <ResourceSet Name=\"RunList\" Usage=\"Input\" "
			  "CombinedProcessIndex=\"0\">\n");
	eng_buf_printf(out, "    <Resource><RunList NPage=\"%llu\"><FileSpec",
		       (unsigned long long)t->pages);
	put_attribute(out, "URL", t->stream);
	eng_buf_cstr(out,
		     " MimeType=\"application/pdf\"/></RunList></Resource>\n  </ResourceSet>\n");
	put_media(out, plan);
	eng_buf_printf(
	    out,
	    "  <ResourceSet Name=\"Layout\" Usage=\"Input\" CombinedProcessIndex=\"1\">\n"
	    "    <Resource><Layout Automated=\"true\" WorkStyle=\"%s\"/></Resource>\n"
	    "  </ResourceSet>\n"
	    "  <ResourceSet Name=\"DigitalPrintingParams\" Usage=\"Input\" "
	    "CombinedProcessIndex=\"2\">\n"
	    "    <Resource><DigitalPrintingParams Sides=\"%s\" Collate=\"Sheet\"/>"
	    "</Resource>\n  </ResourceSet>\n",
	    styles[plan->plex], sides[plan->plex]);
	eng_buf_printf(out,
		       "  <ResourceSet Name=\"Component\" Usage=\"Output\" "
		       "CombinedProcessIndex=\"2\">\n"
		       "    <Resource><AmountPool><PartAmount Amount=\"%llu\"/></AmountPool>"
		       "<Component ProductType=\"Letter\"/></Resource>\n  </ResourceSet>\n"
		       "</XJDF>\n",
		       (unsigned long long)t->pieces);
}

bool eng_ticket_write(eng_ctx *ctx, eng_arena *arena, const char *dir, const eng_print_plan *plan,
		      const eng_stream_totals *totals) {
	eng_str name = totals->stream;
	eng_buf out = { 0 };
	bool ok;

	put_ticket(&out, plan, totals);
	ok = eng_file_write(
	    ctx,
	    eng_path_join(arena, dir,
			  eng_arena_printf(arena, "%.*s.xjdf", (int)name.n - 4, name.s)),
	    eng_buf_view(&out), false);
	eng_buf_finish(&out);
	return ok;
}

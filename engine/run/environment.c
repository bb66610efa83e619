/* A list of names and versions. */
#include "run/environment.h"

#include <cairo.h>
#include <hb.h>
#include <libdeflate.h>
#include <libxml/xmlversion.h>
#include <pango/pango.h>
#include <stdio.h>
#include <sys/utsname.h>
#include <unicode/uversion.h>

#include "run/version.h"

eng_environment eng_environment_now(void) {
	struct utsname machine = { 0 };
	char icu[U_MAX_VERSION_STRING_LENGTH];
	eng_environment e;
	UVersionInfo version;

	u_getVersion(version);
	u_versionToString(version, icu);
	uname(&machine);
	{
		const char *const parts[ENG_ENVIRONMENT_PARTS][2] = {
			{ "engross", ENG_VERSION },
			{ "icu", icu },
			{ "harfbuzz", hb_version_string() },
			{ "pango", pango_version_string() },
			{ "cairo", cairo_version_string() },
			{ "libxml2", LIBXML_DOTTED_VERSION },
			{ "libdeflate", LIBDEFLATE_VERSION_STRING },
			{ "machine", machine.machine },
		};

		for (size_t i = 0; i < ENG_ENVIRONMENT_PARTS; i++) {
			e.parts[i].name = parts[i][0];
			snprintf(e.parts[i].version, ENG_ENVIRONMENT_TEXT, "%s", parts[i][1]);
		}
	}
	return e;
}

void eng_environment_report(eng_json_writer *w) {
	eng_environment e = eng_environment_now();

	eng_json_member_object(w, "environment");
	for (size_t i = 0; i < ENG_ENVIRONMENT_PARTS; i++) {
		eng_json_member_cstr(w, e.parts[i].name, e.parts[i].version);
	}
	eng_json_write_object_end(w);
}

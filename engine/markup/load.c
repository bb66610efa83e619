/* Own XML and YAML files from disk: the only place of this floor that opens them. */
#include "base/file.h"
#include "markup/xml.h"
#include "markup/yaml.h"

eng_xml_node *eng_xml_load(eng_ctx *ctx, eng_arena *arena, const char *path, eng_str *source) {
	eng_str text;

	if (!eng_file_read(ctx, arena, path, ctx->limits.file_bytes, &text)) {
		return NULL;
	}
	if (source) {
		*source = text;
	}
	return eng_xml_parse(ctx, arena, path, text);
}

eng_yaml *eng_yaml_load(eng_ctx *ctx, eng_arena *arena, const char *path, eng_str *source) {
	eng_str text;

	if (!eng_file_read(ctx, arena, path, ctx->limits.file_bytes, &text)) {
		return NULL;
	}
	if (source) {
		*source = text;
	}
	return eng_yaml_parse(ctx, arena, path, text);
}

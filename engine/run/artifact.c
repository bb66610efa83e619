/* What is told of a rendered artifact: its files, their names, its line of the manifest. */
#include "base/file.h"
#include "compliance/rules.h"
#include "run/workshop.h"

size_t eng_artifact_files(const eng_artifact *artifact) {
	return artifact->measures.cuts ? artifact->measures.cut_count : 1;
}

eng_artifact_file eng_artifact_file_at(eng_arena *arena, const eng_document *document,
				       const eng_artifact *artifact, size_t index) {
	const eng_channel *channel = eng_channels[artifact->channel];
	eng_cut whole = { "", channel->extension, channel->media_type, 0, artifact->bytes.n };
	const eng_cut *cut = artifact->measures.cuts ? &artifact->measures.cuts[index] : &whole;
	eng_str bytes = { artifact->bytes.s + cut->start, cut->length };

	return (eng_artifact_file){
		.name = eng_arena_printf(arena, "%s%s.%s", eng_work_name(arena, document),
					 cut->suffix, cut->extension),
		.media_type = cut->media_type,
		.bytes = bytes,
		.hash = eng_hash_of(bytes.s, bytes.n),
		.pages = artifact->measures.cuts ? 1 : artifact->measures.pages,
		.segments = artifact->measures.segments,
	};
}

eng_manifest_line eng_artifact_line(eng_arena *arena, const eng_document *doc,
				    const eng_artifact *a, const eng_artifact_file *file,
				    eng_approvers *approvers) {
	eng_manifest_line line = {
		.ordinal = doc->ordinal,
		.recipient = doc->recipient.id,
		.context = doc->context.id,
		.language = doc->language,
		.jurisdiction = doc->jurisdiction,
		.template_id = doc->template_id,
		.template_version = doc->template_version,
		.channel = eng_channels[a->channel]->name,
		.reason = a->reason,
		.encoding = a->measures.encoding,
		.bytes = file->bytes.n,
		.pages = file->pages,
		.segments = file->segments,
		.hash = file->hash,
		.draft_mark = doc->draft ? doc->draft_mark : (eng_str){ 0 },
	};

	if (!a->proof.copy) {
		const char *shows = eng_channels[a->channel]->mirrors;

		line.rules = eng_proof_rules(arena, doc,
					     shows ? eng_document_channel(doc, shows) : a->channel,
					     approvers, &line.rules_count);
	}
	line.blocks = eng_proof_certificates(arena, doc, &a->proof, approvers, &line.block_count);
	return line;
}

const char *eng_work_name(eng_arena *arena, const eng_document *document) {
	return eng_arena_printf(arena, "%08llu-%s", (unsigned long long)document->ordinal,
				eng_path_sanitise(arena, document->recipient.id));
}

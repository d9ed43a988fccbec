/* What rules see of files that they name. */
#include "evidence_parts.h"

#include <pthread.h>

enum progress_of_file { NOT_ASKED, ABSENT, THERE, READ, FAULTY };

struct rule_file {
	struct bytes name;
	enum progress_of_file progress;
	const struct source *source; /* once it is read */
	struct diags faults;
};

struct rule_files {
	pthread_mutex_t lock;
	struct arena *owner; /* of its own, as threads share it */
	size_t count;
	struct rule_file *now, *past;
};

static void end(void *handle)
{
	struct rule_files *files = handle;
	pthread_mutex_destroy(&files->lock);
	arena_end(files->owner);
}

static struct rule_file *files_called(struct arena *owner, const struct texts *names)
{
	struct rule_file *files = arena_array_of(owner, struct rule_file, names->count);
	for (size_t i = 0; i < names->count; i++)
		files[i] = (struct rule_file){ .name = names->at[i], .faults = diags_new(owner) };
	return files;
}

struct rule_files *rule_files_new(struct arena *run, const struct texts *names)
{
	struct rule_files *files = arena_new_of(run, struct rule_files);
	*files = (struct rule_files){ .owner = arena_new(), .count = names->count };
	files->now = files_called(files->owner, names);
	files->past = files_called(files->owner, names);
	pthread_mutex_init(&files->lock, NULL);
	arena_undo(run, end, files);
	return files;
}

/* --- one file --------------------------------------------------------------------------------- */

/* A file, as one thread has seen it. */
struct shown_file {
	struct cel_promise promise; /* the first member */
	struct evidence *evidence;
	struct rule_file *file;
	bool kept;
	struct cel_value value;
};

static bool is_past(const struct evidence *evidence)
{
	return evidence->hearer != evidence;
}

static bool is_there(struct rule_files *files, const struct folder *folder, struct rule_file *file)
{
	pthread_mutex_lock(&files->lock);
	if (file->progress == NOT_ASKED)
		file->progress = folder_has_file(folder, file->name) ? THERE : ABSENT;
	bool there = file->progress != ABSENT;
	pthread_mutex_unlock(&files->lock);
	return there;
}

static const struct source *read_once(
	struct rule_files *files, const struct folder *folder, struct rule_file *file)
{
	pthread_mutex_lock(&files->lock);
	if (file->progress == THERE) {
		file->source = folder_read_unnoted(files->owner, folder, file->name,
			MISSING_IS_ERROR, (struct span){ 0 }, &file->faults);
		file->progress = file->source ? READ : FAULTY;
	}
	pthread_mutex_unlock(&files->lock);
	return file->source;
}

/* The faults of the base are not this run's. */
static struct cel_value tell_faults(struct shown_file *shown)
{
	struct evidence *evidence = shown->evidence;
	if (is_past(evidence)) {
		struct missing_evidence amiss = history_fault(
			evidence->owner, &shown->file->faults);
		return evidence_missing(evidence, &amiss);
	}
	diags_join(evidence->d, &shown->file->faults);
	return (struct cel_value){ .kind = CEL_ERROR, .error = &error_told };
}

static struct cel_value keep_file(struct cel_promise *promise)
{
	struct shown_file *shown = (struct shown_file *)promise;
	struct evidence *evidence = shown->evidence;
	if (shown->kept)
		return shown->value;
	const struct source *source = read_once(
		evidence->files, evidence->catalog->folder, shown->file);
	if (!source)
		return tell_faults(shown);
	shown->kept = true;
	shown->value = cel_of(value_string(evidence->owner, source->text,
		(struct span){ source, 0, (uint32_t)source->text.len }));
	return shown->value;
}

/* --- all of them ------------------------------------------------------------------------------ */

static struct cel_value keep_files(struct cel_promise *promise)
{
	struct past_evidence *named = (struct past_evidence *)promise;
	struct evidence *evidence = named->evidence;
	struct rule_files *files = evidence->files;
	struct members object = { .owner = evidence->owner };
	if (named->made)
		return named->value;
	for (size_t i = 0; files && i < files->count; i++) {
		struct rule_file *file = &(is_past(evidence) ? files->past : files->now)[i];
		struct shown_file *shown = arena_new_of(evidence->owner, struct shown_file);
		if (!is_there(files, evidence->catalog->folder, file))
			continue;
		*shown = (struct shown_file){
			.promise = { keep_file }, .evidence = evidence, .file = file
		};
		object_add(&object, file->name, cel_promised(&shown->promise));
	}
	named->made = true;
	named->value = object_value(&object);
	named->value.partial = true;
	return named->value;
}

void evidence_begin_files(struct evidence *evidence, struct rule_files *files, struct diags *d)
{
	evidence->files = files;
	evidence->d = d;
	evidence->named = (struct past_evidence){ .promise = { keep_files }, .evidence = evidence };
	evidence->values[EVIDENCE_FILES] = cel_promised(&evidence->named.promise);
}

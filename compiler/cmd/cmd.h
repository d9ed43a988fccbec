/*
 * Commands: one file each, each a list of steps. A command builds its whole answer and writes it
 * once; what it returns is the program's exit code.
 */
#ifndef LEME_CMD_H
#define LEME_CMD_H

#include "model/model.h"
#include "report/report.h"

/* --- the command line ------------------------------------------------------------------------- */

struct option {
	char letter;       /* or 0 */
	const char *name;  /* without `--`; NULL ends a table */
	const char *value; /* what stands for the value in the help; NULL: a switch */
	const char *help;
};

/* One option as it was given. */
struct given {
	const struct option *option;
	struct bytes value;
};

struct run;

struct command {
	const char *name;
	const char *operands; /* for the usage line */
	const char *summary;
	const struct option *options;
	enum exit_code (*run)(struct run *run);
};

/* The commands in the order of the help; a row without a name ends it. */
extern const struct command commands[];

/* Options that every command takes. */
extern const struct option common_options[];

struct run {
	struct arena *arena;
	struct diags diags;
	const struct command *command;
	char **arguments; /* that it was given */
	struct {
		ARRAY(struct given);
	} given;
	struct texts operands;
	struct buf out;   /* stdout; dropped if the command fails */
	struct buf notes; /* stderr, behind the diags: diffs of what was refused, summaries */
	struct channel *channel; /* of a filter; NULL: stdout and stderr */
	struct secrets *secrets; /* of the project; NULL: there is none */
	bool quiet, verbose;
	enum colour colour; /* of stdout */
	enum colour error_colour;
};

/* Takes the arguments apart by the command's table; diags `usage/…` for what does not fit. */
bool arguments_parse(struct run *run, const struct command *command, char **arguments) MUST_USE;

/* Tells of an option that belongs to commands only, for one that stands before any; false: none. */
bool option_is_early(struct run *run, struct bytes text) MUST_USE;

/*
 * Takes a command and its arguments: options, operands, colours. False after diags; what is right
 * of them is taken all the same.
 */
bool run_begin(struct run *run, const struct command *command, char **arguments) MUST_USE;

bool option_given(const struct run *run, const char *name);

/* The value of the last one given, or a text with .at NULL. */
struct bytes option_value(const struct run *run, const char *name);

/*
 * Which of the choices, of which the last is NULL, an option was given; the first if it was not.
 * False after a diag, with the first.
 */
bool choice_given(
	struct run *run, const char *option, const char *const *choices, size_t *choice) MUST_USE;

/* The same of a text that was given for an option. */
bool choice_read(struct run *run, const char *option, struct bytes text, const char *const *choices,
	size_t *choice) MUST_USE;

/* The values of all that were given. */
struct texts option_values(struct run *run, const char *name);

/* A word of a command line that a person may copy: quoted for a POSIX shell where it must be. */
void print_word(struct buf *out, struct bytes word);

/* The help of one command, or of the program. */
void print_usage(struct buf *out, const struct command *command);
void print_overview(struct buf *out);

const struct command *command_find(struct bytes name);

/* Runs `leme ARGUMENTS`: everything but the process's own exit. */
enum exit_code leme_run(char **arguments);

/* --- the project ------------------------------------------------------------------------------ */

struct project {
	const struct folder *folder;
	const struct catalog *catalog;
	const struct fleet *fleet;
	const struct resolver *resolver;
	struct selected selected;
	struct sources_given given; /* folders of sources that the command line names */
	size_t jobs;                /* threads; 0: as many as there are processors */
};

/* The folder of the nearest leme.yaml, upward from -C or the current directory. */
const struct folder *project_folder(struct run *run) MUST_USE;

/*
 * For a command that shows values: what it prints to the standard output is printed without the
 * secrets that are known by then, which are those of all that was read. Diags and notes always are.
 */
void hide_secrets(struct run *run, bool is_json);

/* Whether there is such a folder. */
bool project_is_here(struct run *run);

/* Catalogue, fleet, selection by operands, -p and -l, and the layers. */
bool project_read(struct run *run, const struct folder *folder, struct project *project) MUST_USE;

/* The same for a command that writes leme.lock: its clashes are not told. */
bool project_read_to_mend(
	struct run *run, const struct folder *folder, struct project *project) MUST_USE;

/* As project_read, but exactly one profile must be chosen. */
bool project_read_one(
	struct run *run, const struct folder *folder, struct project *project) MUST_USE;

/* For a command that only reads: the files must be uniform. */
bool project_is_settled(struct run *run, const struct folder *folder) MUST_USE;

/* Limits as the options set them. */
bool limits_given(struct run *run, struct limits *limits, size_t *file_limit) MUST_USE;

/* --- commands --------------------------------------------------------------------------------- */

extern const struct option compile_options[], check_options[], post_render_options[],
	last_options[], test_options[], bump_options[], show_options[], list_options[],
	trace_options[], helm_args_options[], helm_plugin_options[], doctor_options[],
	init_options[], lock_options[], eval_options[], explain_options[], help_options[],
	version_options[];

enum exit_code command_compile(struct run *run);
enum exit_code command_check(struct run *run);
enum exit_code command_post_render(struct run *run);
enum exit_code command_last(struct run *run);
enum exit_code command_test(struct run *run);
enum exit_code command_bump(struct run *run);
enum exit_code command_show(struct run *run);
enum exit_code command_list(struct run *run);
enum exit_code command_trace(struct run *run);
enum exit_code command_helm_args(struct run *run);
enum exit_code command_helm_plugin(struct run *run);
enum exit_code command_doctor(struct run *run);
enum exit_code command_init(struct run *run);
enum exit_code command_lock(struct run *run);
enum exit_code command_eval(struct run *run);
enum exit_code command_explain(struct run *run);
enum exit_code command_help(struct run *run);
enum exit_code command_version(struct run *run);

#endif

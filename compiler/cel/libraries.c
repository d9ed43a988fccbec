#include "eval.h"

extern const struct library cel_std, cel_optionals, cel_time, cel_quantity, cel_network,
	cel_formats, cel_strings, cel_format, cel_math, cel_encoders, cel_lists, cel_sets,
	cel_regex, cel_leme, cel_environment;

const struct library *const cel_libraries[] = { &cel_std, &cel_optionals, &cel_time, &cel_quantity,
	&cel_network, &cel_formats, &cel_strings, &cel_format, &cel_math, &cel_encoders, &cel_lists,
	&cel_sets, &cel_regex, &cel_leme, &cel_environment };
const size_t cel_library_count = sizeof cel_libraries / sizeof *cel_libraries;

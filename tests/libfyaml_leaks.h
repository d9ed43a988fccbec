/*
 * For a test program that reads broken YAML strictly: libfyaml leaks on some errors, and one of its
 * broken parsers cannot be freed (read_strict.c). To be included in one file of the program.
 */
#ifndef LEME_TESTS_LIBFYAML_LEAKS_H
#define LEME_TESTS_LIBFYAML_LEAKS_H

const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml\n";
}

#endif

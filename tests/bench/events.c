/* libyaml's bare events of the standard input, as a process of its own: the peer of `leme`. */
#include "bench.h"
#include "libyaml.h"

#include <sys/stat.h>

int main(void)
{
	struct stat status;
	if (fstat(STDIN_FILENO, &status) != 0)
		bench_fail("stdin");
	size_t len = 0, size = (size_t)status.st_size;
	char *at = malloc(size + 1);
	for (ssize_t got = 1; at && got > 0 && len < size; len += (size_t)got)
		got = read(STDIN_FILENO, at + len, size - len);
	bool good = at && read_libyaml((struct bytes){ at, len });
	free(at);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

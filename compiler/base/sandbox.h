/*
 * Rights that a filter sheds before it reads what others wrote: whatever is wrong with the code
 * behind, from then on the process opens no socket, runs no program, starts no process or thread,
 * and changes no file but those that are open already. Files may still be read.
 *
 * Two means of the kernel, each silently missing where that has it not: a seccomp filter (Linux
 * 3.17, x86-64 and AArch64) and Landlock (5.13). The filter sees no paths, so that only Landlock
 * can tell one folder from the others: without it, who may write to a folder may write anywhere.
 */
#ifndef LEME_BASE_SANDBOX_H
#define LEME_BASE_SANDBOX_H

enum sandbox_means { SANDBOX_LANDLOCK = 1, SANDBOX_FILTER = 2 };

enum { SANDBOX_NO_FOLDER = -1 };

/*
 * For the rest of the process. `folder` is the handle of the one in which, and below which, files
 * may be made, changed and removed; or SANDBOX_NO_FOLDER. Returns the means that hold.
 */
unsigned sandbox_enter(int folder);

/* The means that the kernel has. Nothing is shed. */
unsigned sandbox_means(void);

#endif

#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_LEAK_CHECK 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_LEAK_CHECK 1
#endif

/* --- Landlock --------------------------------------------------------------------------------- */

/* Younger than the headers of Debian 12. */
#define TRUNCATE_FILES (1ULL << 14)

static const uint64_t changes = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
	LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
	LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
	LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

static uint64_t changes_known(long version)
{
	uint64_t known = changes;
	if (version >= 2)
		known |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		known |= TRUNCATE_FILES;
	return known;
}

static bool allow_folder(int rules, int folder, uint64_t access)
{
	struct landlock_path_beneath_attr beneath = { .allowed_access = access,
		.parent_fd = folder };
	return folder == SANDBOX_NO_FOLDER ||
		syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
}

static long landlock_version(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static bool enter_landlock(int folder)
{
	long version = landlock_version();
	if (version < 1)
		return false;
	uint64_t access = changes_known(version);
	struct landlock_ruleset_attr asked = { .handled_access_fs = access |
			LANDLOCK_ACCESS_FS_EXECUTE };
	int rules = (int)syscall(SYS_landlock_create_ruleset, &asked, sizeof asked, 0);
	if (rules < 0)
		return false;
	bool entered = allow_folder(rules, folder, access) &&
		syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return entered;
}

/* --- the filter ------------------------------------------------------------------------------- */

#if defined(__x86_64__)
static const uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
static const uint32_t architecture = AUDIT_ARCH_AARCH64;
#else
static const uint32_t architecture = 0;
#endif

/* From there on x86-64 has the calls of x32, which are the same ones; others have none there. */
enum { X32 = 0x40000000 };

static const int never[] = {
	SYS_socket,
	SYS_socketpair,
	SYS_connect,
	SYS_bind,
	SYS_execve,
	SYS_execveat,
	SYS_process_vm_writev,
	SYS_io_uring_setup, /* would make the same calls behind the filter's back */
	SYS_mount,
	SYS_fchmodat,
	SYS_fchownat,
#ifndef HAS_LEAK_CHECK /* which looks at the process from a process of its own */
	SYS_clone,
	SYS_clone3,
	SYS_ptrace,
#ifdef SYS_fork
	SYS_fork,
	SYS_vfork,
#endif
#endif
#ifdef SYS_chmod
	SYS_chmod,
	SYS_chown,
	SYS_lchown,
#endif
};

/* Where no folder may be written to. */
static const int changing[] = {
	SYS_unlinkat,
	SYS_renameat2,
	SYS_mkdirat,
	SYS_mknodat,
	SYS_linkat,
	SYS_symlinkat,
	SYS_truncate,
	SYS_setxattr,
	SYS_lsetxattr,
	SYS_utimensat,
#ifdef SYS_renameat
	SYS_renameat,
#endif
#ifdef SYS_unlink
	SYS_unlink,
	SYS_rename,
	SYS_mkdir,
	SYS_rmdir,
	SYS_mknod,
	SYS_link,
	SYS_symlink,
	SYS_creat,
#endif
};

enum {
	LONGEST = 2 * (sizeof never + sizeof changing) / sizeof(int) + 32,
	TO_WRITE = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND,
};

struct program {
	struct sock_filter code[LONGEST];
	unsigned short len;
};

static void add(struct program *program, struct sock_filter step)
{
	program->code[program->len++] = step;
}

static void load(struct program *program, size_t offset)
{
	add(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

static void refuse(struct program *program, int reason)
{
	add(program,
		(struct sock_filter)BPF_STMT(
			BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t)reason));
}

/* `test` is BPF_JEQ, BPF_JGE or BPF_JSET: what is loaded is so to the number. */
static void refuse_if(struct program *program, int test, uint32_t number, int reason)
{
	add(program,
		(struct sock_filter)BPF_JUMP((uint16_t)(BPF_JMP | test | BPF_K), number, 0, 1));
	refuse(program, reason);
}

static void refuse_all(struct program *program, const int *calls, size_t count)
{
	for (size_t i = 0; i < count; i++)
		refuse_if(program, BPF_JEQ, (uint32_t)calls[i], EPERM);
}

/* To open is to read only; which argument tells depends on the call. */
static void refuse_to_write(struct program *program, int call, size_t argument)
{
	enum { REST = 4 };
	add(program,
		(struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, REST));
	load(program, offsetof(struct seccomp_data, args) + argument * sizeof(uint64_t));
	refuse_if(program, BPF_JSET, TO_WRITE, EACCES);
	load(program, offsetof(struct seccomp_data, nr));
}

/* Numbers of another architecture mean other calls. */
static void refuse_strangers(struct program *program)
{
	load(program, offsetof(struct seccomp_data, arch));
	add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0));
	refuse(program, ENOSYS);
	load(program, offsetof(struct seccomp_data, nr));
	refuse_if(program, BPF_JGE, X32, ENOSYS);
}

static void refuse_changes(struct program *program, bool has_landlock)
{
	refuse_all(program, changing, sizeof changing / sizeof *changing);
	refuse_to_write(program, SYS_openat, 2);
#ifdef SYS_open
	refuse_to_write(program, SYS_open, 1);
#endif
	/* Its flags are in memory, out of the filter's sight; folder.c knows how to do without. */
	if (!has_landlock)
		refuse_if(program, BPF_JEQ, SYS_openat2, ENOSYS);
}

static bool enter_filter(int folder, bool has_landlock)
{
	struct program program = { .len = 0 };
	if (!architecture)
		return false;
	refuse_strangers(&program);
	refuse_all(&program, never, sizeof never / sizeof *never);
	if (folder == SANDBOX_NO_FOLDER)
		refuse_changes(&program, has_landlock);
	add(&program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
	struct sock_fprog filter = { program.len, program.code };
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

unsigned sandbox_enter(int folder)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return 0;
	bool has_landlock = enter_landlock(folder);
	bool has_filter = enter_filter(folder, has_landlock);
	return (has_landlock ? SANDBOX_LANDLOCK : 0) | (has_filter ? SANDBOX_FILTER : 0);
}

/* A filter at no address is refused for the address where filters are known at all. */
unsigned sandbox_means(void)
{
	bool has_landlock = landlock_version() >= 1;
	bool has_filter = architecture && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL) < 0 &&
		errno == EFAULT;
	return (has_landlock ? SANDBOX_LANDLOCK : 0) | (has_filter ? SANDBOX_FILTER : 0);
}

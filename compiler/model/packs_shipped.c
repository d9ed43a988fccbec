/* rules/ as it was when the program was compiled. */
#include "model.h"

#define SHIPPED(symbol, file) \
	__asm__(".section .rodata\n" symbol ":\n" \
		".incbin \"rules/" file "\"\n" symbol "_end:\n" \
		".byte 0\n" \
		".previous\n")

SHIPPED("shipped_image_1", "image@1.yaml");
SHIPPED("shipped_version_1", "version@1.yaml");
SHIPPED("shipped_environment_1", "environment@1.yaml");
SHIPPED("shipped_kubernetes_1", "kubernetes@1.yaml");
SHIPPED("shipped_gitflow_1", "gitflow@1.yaml");
SHIPPED("shipped_chain_1", "chain@1.yaml");
SHIPPED("shipped_chart_1", "chart@1.yaml");

extern const char image_1[] __asm__("shipped_image_1");
extern const char image_1_end[] __asm__("shipped_image_1_end");
extern const char version_1[] __asm__("shipped_version_1");
extern const char version_1_end[] __asm__("shipped_version_1_end");
extern const char environment_1[] __asm__("shipped_environment_1");
extern const char environment_1_end[] __asm__("shipped_environment_1_end");
extern const char kubernetes_1[] __asm__("shipped_kubernetes_1");
extern const char kubernetes_1_end[] __asm__("shipped_kubernetes_1_end");
extern const char gitflow_1[] __asm__("shipped_gitflow_1");
extern const char gitflow_1_end[] __asm__("shipped_gitflow_1_end");
extern const char chain_1[] __asm__("shipped_chain_1");
extern const char chain_1_end[] __asm__("shipped_chain_1_end");
extern const char chart_1[] __asm__("shipped_chart_1");
extern const char chart_1_end[] __asm__("shipped_chart_1_end");

const struct shipped_pack shipped_packs[] = {
	{ "image", 1, image_1, image_1_end },
	{ "version", 1, version_1, version_1_end },
	{ "environment", 1, environment_1, environment_1_end },
	{ "kubernetes", 1, kubernetes_1, kubernetes_1_end },
	{ "gitflow", 1, gitflow_1, gitflow_1_end },
	{ "chain", 1, chain_1, chain_1_end },
	{ "chart", 1, chart_1, chart_1_end },
};

const size_t shipped_pack_count = sizeof shipped_packs / sizeof *shipped_packs;

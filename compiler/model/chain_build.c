/* The third hop: the makefile that links a version to its image. */
#include "chain_hops.h"

#include "base/message.h"

void judge_build(struct chaining *chaining)
{
	const struct component *component = chaining->chain->subject.component;
	if (!chaining->parts.count || !component_part(chaining->profile, component)->build.len) {
		chain_add_none(chaining, HOP_BUILD, N_("the catalogue declares no 'build'"));
		return;
	}
	struct witness *witness = chain_add(
		chaining, HOP_BUILD, HOP_UNDECIDED, component->build_key, component->build.at);
	witness->text = bytes_of(_(N_("this version of leme reads no makefiles")));
}

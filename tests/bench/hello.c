/* The least that a program in C can do; startup.c times it. */
#include <stdio.h>

int main(void)
{
	return puts("hello") < 0;
}

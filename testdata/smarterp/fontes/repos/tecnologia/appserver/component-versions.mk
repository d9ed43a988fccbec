include imagem.mk

# Uma imagem, cinco execuções.
APPSERVER_BUILD   := 240809P
APPSERVER_VERSION := $(APPSERVER_RELEASE).$(APPSERVER_BUILD)

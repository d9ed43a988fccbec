include imagem.mk

# Uma imagem, cinco execuções.
APPSERVER_BUILD   := 240223P
APPSERVER_VERSION := $(APPSERVER_RELEASE).$(APPSERVER_BUILD)

# O que não muda de uma versão para a outra.
APPSERVER_RELEASE ?= 7.00
GIT_SHA            = $(shell git rev-parse --short HEAD)

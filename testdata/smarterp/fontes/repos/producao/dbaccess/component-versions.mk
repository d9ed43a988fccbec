# A versão do DbAccess; o artefato está no espelho, com este nome.
DBACCESS_VERSION  := 20.3.1.4
DBACCESS_ARTIFACT  = dbaccess-$(DBACCESS_VERSION).tar.gz

image:
	docker build --build-arg ARTIFACT=$(DBACCESS_ARTIFACT) .

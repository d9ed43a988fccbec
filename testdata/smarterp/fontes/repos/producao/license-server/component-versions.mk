# O License Server que esta imagem leva.
LICENSE_SERVER_VERSION := 3.3.7

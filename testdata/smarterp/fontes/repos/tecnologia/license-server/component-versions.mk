# O License Server que esta imagem leva.
LICENSE_SERVER_VERSION := 3.4.1-rc.2

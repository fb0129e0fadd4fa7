; The names that the setup and uninstall.exe share.
!define APP "Klimaeditor"
!define REMOVER "Deinstallation.exe"
!define STAGE "uninstall.exe"

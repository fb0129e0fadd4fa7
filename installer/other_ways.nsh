; What is installed already: a newer version, or the same program in another way. One computer has one entry
; in „Apps“. Nothing of another way is removed from here: what lies in a profile is not run with an
; administrator's rights.

!define HELP "Klimaeditor-${VERSION}-Setup.exe [Schalter]$\r$\n$\r$\n/S$\tstill, ohne Fenster und Rückfragen$\r$\n/ALLUSERS$\tfür alle (Administratorrechte)$\r$\n/DESKTOP$\tVerknüpfung auf dem Desktop$\r$\n/PATH$\tBefehlszeile in PATH$\r$\n/DOWNGRADE$\tauch eine neuere Version ersetzen$\r$\n/LOG=Datei$\tschreibt mit, was geschieht$\r$\n/D=Ordner$\tanderer Ordner; als Letztes und ohne Anführungszeichen$\r$\n$\r$\nRückgaben: 0 erledigt, 1 abgebrochen, 10 kein 64-Bit-Windows, 11 Windows zu alt, 12 Programm geöffnet, 13 Schreiben nicht möglich, 14 ungeschützter Ordner, 15 neuere Version vorhanden, 16 anders eingerichtet.$\r$\nMehr steht in docs/administration.md."

Function HelpIfAsked ; takes the switches in $R0
  ClearErrors
  ${GetOptions} $R0 "/?" $R1
  ${If} ${Errors}
    Return
  ${EndIf}
  ${IfNot} ${Silent}
    MessageBox MB_ICONINFORMATION|MB_OK "${HELP}"
  ${EndIf}
  SetErrorLevel 0
  Quit
FunctionEnd

Function RefuseNewer ; takes the switches in $R0
  ReadRegStr $1 SHCTX "${UNINST}" "DisplayVersion"
  ${If} $1 == ""
    Return
  ${EndIf}
  ${VersionCompare} "$1" "${VERSION}" $2
  ${If} $2 != 1
    Return
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/DOWNGRADE" $R1
  ${If} ${Errors}
    !insertmacro REFUSE 15 "${APP} $1 ist installiert und neuer als ${VERSION}. Es wurde nichts verändert. Wer wirklich zurück will, startet Setup mit dem Schalter /DOWNGRADE."
  ${EndIf}
  !insertmacro LOG "Die neuere Version $1 wird ersetzt (/DOWNGRADE)."
FunctionEnd

Function RefuseOtherWay ; takes the switches in $R0; may change $AllUsers
  ReadRegDWORD $1 HKLM "Software\${APP}" "MSI"
  ${If} $1 == 1
    !insertmacro REFUSE 16 "${APP} ist auf diesem Rechner als MSI-Paket installiert. Aktualisieren oder entfernen Sie es auf demselben Weg. Es wurde nichts verändert."
  ${EndIf}
  ${If} $AllUsers == 1
    ReadRegStr $1 HKCU "${UNINST}" "InstallLocation"
    ${If} $1 != ""
    ${AndIf} ${FileExists} "$1\${EXE}"
      !insertmacro REFUSE 16 "${APP} ist schon für Sie allein installiert: $1. Entfernen Sie diese Installation zuerst unter „Apps“. Einstellungen und Sicherungen bleiben. Es wurde nichts verändert."
    ${EndIf}
    Call TellOfUsers
    Return
  ${EndIf}
  ReadRegStr $1 HKLM "${UNINST}" "InstallLocation"
  ${If} $1 == ""
  ${OrIfNot} ${FileExists} "$1\${EXE}"
    Return
  ${EndIf}
  ${If} ${Silent}
    !insertmacro REFUSE 16 "${APP} ist schon für alle installiert: $1. Zum Aktualisieren braucht Setup den Schalter /ALLUSERS und Administratorrechte. Es wurde nichts verändert."
  ${EndIf}
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 != "Admin"
    ExecShell "runas" "$EXEPATH" "$R0 /ALLUSERS"
    SetErrorLevel 0
    Quit
  ${EndIf}
  StrCpy $AllUsers 1
  Call UseContext
FunctionEnd

Function TellOfUsers ; who has an installation of their own, as far as their registry is loaded, is named in the log
  StrCpy $2 0
  ${Do}
    EnumRegKey $3 HKU "" $2
    ${If} $3 == ""
      ${ExitDo}
    ${EndIf}
    ReadRegStr $4 HKU "$3\${UNINST}" "InstallLocation"
    ${If} $4 != ""
      !insertmacro LOG "Hinweis: auch für eine Person allein installiert ($3): $4"
    ${EndIf}
    IntOp $2 $2 + 1
  ${Loop}
  ClearErrors
FunctionEnd

Function ProtectDefaults ; the folder of the administrators' defaults: all may read, only they may write
  ${If} $AllUsers != 1
    Return
  ${EndIf}
  CreateDirectory "$APPDATA\${APP}" ; for all users that is %ProgramData%
  StrCpy $1 "$APPDATA\${APP}"
  System::Call 'advapi32::ConvertStringSecurityDescriptorToSecurityDescriptorW(w "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)", i 1, *p .r2, p 0) i .r0'
  ${If} $0 <> 0
    System::Call 'advapi32::GetSecurityDescriptorDacl(p r2, *i .r3, *p .r4, *i .r5)'
    System::Call 'advapi32::SetNamedSecurityInfoW(w r1, i 1, i 0x80000004, p 0, p 0, p r4, p 0) i .r0'
    System::Call 'kernel32::LocalFree(p r2)'
  ${EndIf}
  Call LookAtFolder
  ${If} $IsOpen == 1 ; its owner, who made it before, could give rights again
    !insertmacro LOG "Achtung: $APPDATA\${APP} können auch andere als Administratoren ändern. Prüfen Sie den Ordner und klimaeditor.ini."
    DetailPrint "Achtung: $APPDATA\${APP} können auch andere als Administratoren ändern. Prüfen Sie den Ordner und klimaeditor.ini."
  ${EndIf}
  ClearErrors
FunctionEnd

; Klimaeditor: the installer for Windows (NSIS 3, 64-bit, German). `build_installer.py installer`
; compiles it with -D for VERSION, PUBLISHER, ICON, WIZARD, FILES, OUT, LICENCE, CPU and, where signed, SIGN.
; Exit codes: 0 done, 1 cancelled, 10 not 64-bit, 11 Windows too old, 12 the editor is open,
; 13 could not write (rights, space, files in use), 14 for all users into a folder that others may change,
; 15 a newer version is installed, 16 it is installed in another way (for all, for a user, by MSI).
Unicode true
Target ${CPU}-unicode ; the NSIS that is handed out for Windows brings 32-bit stubs only
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 32
!endif
ManifestDPIAware true
ManifestSupportedOS Win10
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "TextFunc.nsh"
!include "LogicLib.nsh"
!include "x64.nsh"
!include "WinVer.nsh"
!include "WordFunc.nsh"
!include "names.nsh"

!define EXE "Klimaeditor.exe"
!define CONSOLE "klimaeditor-cli.exe"
!define LIST "Dateiliste.txt"
!define PROGID "Klimaeditor.Datensatz"
!define UNINST "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP}"
!define APPPATH "Software\Microsoft\Windows\CurrentVersion\App Paths\${EXE}"
!define CLASSES "Software\Classes"
!define OLDEST_BUILD 17763 ; Windows 10 1809

Name "${APP} ${VERSION}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir ""
BrandingText "${APP} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=1031 "ProductName" "${APP}"
VIAddVersionKey /LANG=1031 "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=1031 "FileDescription" "${APP} – Installation"
VIAddVersionKey /LANG=1031 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1031 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1031 "LegalCopyright" "© ${PUBLISHER}, EUPL-1.2"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"'
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${WIZARD}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${WIZARD}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "Dieser Assistent installiert ${APP} ${VERSION}.$\r$\n$\r$\nEine frühere Version wird ersetzt. Ihre Datensätze, Einstellungen und Sicherungen bleiben, wie sie sind.$\r$\n$\r$\nBitte beenden Sie ${APP}, bevor Sie fortfahren."
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!define MUI_FINISHPAGE_RUN_TEXT "${APP} jetzt starten"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Das Programm wird entfernt. Ihre Datensätze, Einstellungen und Sicherungen bleiben."
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_COMPONENTS
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveDirectory
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "German"

Var AllUsers
Var IsOpen ; 1 where somebody who is no administrator may change the folder
Var OwnSid

!define ALLOWED 0 ; types of entries in a list of rights
!define ALLOWED_IF 9
!define CHANGING 0x500D0046 ; add a file or folder, delete, delete below, rights, owner, write, all
!define OPEN_TEXT "${APP} lässt sich nicht für alle in $INSTDIR einrichten. Diesen Ordner dürfen auch Personen ohne Administratorrechte ändern. Wählen Sie $PROGRAMFILES64\${APP}, oder entziehen Sie dort die Schreibrechte."

; --- shared by installer and uninstaller -----------------------------------------------------

!include "held.nsh"

!macro FORGET_TYPE TYPE ; other programs' entries stay
  DeleteRegValue SHCTX "${CLASSES}\${TYPE}\OpenWithProgids" "${PROGID}"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\${TYPE}\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\${TYPE}"
!macroend

!macro CONTEXT OF
!define /redef UN "${OF}"
Function ${UN}UseContext ; takes $AllUsers
  ${If} $AllUsers == 1
    SetShellVarContext all
  ${Else}
    SetShellVarContext current
  ${EndIf}
FunctionEnd

Function ${UN}NeedRights ; for all users means administrator; a wizard asks for it
  ${If} $AllUsers == 1
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      ${IfNot} ${Silent}
        ${GetParameters} $R0
        !if "${UN}" == ""
          ExecShell "runas" "$EXEPATH" "$R0"
        !else
          ExecShell "runas" "$INSTDIR\${STAGE}" "$R0" ; this one is a copy that is about to go
        !endif
        SetErrorLevel 0
        Quit
      ${EndIf}
      !insertmacro REFUSE 13 "Für alle einrichten oder entfernen lässt sich ${APP} nur mit Administratorrechten."
    ${EndIf}
  ${EndIf}
FunctionEnd
!macroend
!insertmacro CONTEXT ""
!insertmacro CONTEXT "un."
!include "search_path.nsh"
!define /redef UN ""
!include "swap.nsh"
!include "other_ways.nsh"

; --- installer -------------------------------------------------------------------------------

Section "${APP}" Program
  SectionIn RO
  Call RefuseWhileOpen
  Call RefuseOpenFolder
  Call BringBack
  Call RefuseWhileHeld
  !insertmacro LOG "Die neuen Dateien werden neben die bisherigen geschrieben."
  ClearErrors
  !define INSTALLING
  !include "${FILES}"
  !undef INSTALLING
  SetOutPath "$INSTDIR"
  WriteUninstaller "${NEW}\${REMOVER}"
  ${If} ${Errors}
    Call GiveUp
    !insertmacro REFUSE 13 "Nicht alle Dateien ließen sich nach $INSTDIR schreiben. Prüfen Sie Rechte und freien Platz, und versuchen Sie es noch einmal. Was vorher da war, ist unverändert."
  ${EndIf}
  !insertmacro LOG "Die neuen Dateien nehmen den Platz der bisherigen ein."
  Call Swap
  ${If} $Held != ""
    Call GiveUp
    !insertmacro REFUSE 13 "$Held ließ sich nicht ersetzen. Prüfen Sie Rechte und andere Programme, und versuchen Sie es noch einmal. Was vorher da war, ist wieder da."
  ${EndIf}
  Call Tidy
  Call Register
  Call ProtectDefaults
  CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\${EXE}" "" "$INSTDIR\${EXE}" 0
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section /o "Verknüpfung auf dem Desktop" Desktop
  CreateShortcut "$DESKTOP\${APP}.lnk" "$INSTDIR\${EXE}" "" "$INSTDIR\${EXE}" 0
SectionEnd

Section /o "Befehlszeile in PATH" OnPath
  StrCpy $InPath 1
  Call PathEntry
SectionEnd

LangString AboutProgram 1031 "Das Programm und sein Eintrag im Startmenü."
LangString AboutDesktop 1031 "Zusätzlich eine Verknüpfung auf dem Desktop."
LangString AboutPath 1031 "klimaeditor-cli lässt sich dann überall aufrufen, auch von Git."
!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${Program} $(AboutProgram)
  !insertmacro MUI_DESCRIPTION_TEXT ${Desktop} $(AboutDesktop)
  !insertmacro MUI_DESCRIPTION_TEXT ${OnPath} $(AboutPath)
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function .onInit
  SetRegView 64
  ${IfNot} ${RunningX64}
    !insertmacro REFUSE 10 "${APP} benötigt ein 64-Bit-Windows."
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    !insertmacro REFUSE 11 "${APP} benötigt Windows 10 (Version 1809) oder neuer."
  ${EndIf}
  ${GetParameters} $R0
  Call HelpIfAsked
  Call StartLog
  !insertmacro LOG "${APP} ${VERSION} wird installiert. Schalter: $R0"
  StrCpy $AllUsers 0
  ClearErrors
  ${GetOptions} $R0 "/ALLUSERS" $R1
  ${IfNot} ${Errors}
    StrCpy $AllUsers 1
  ${EndIf}
  Call UseContext
  Call NeedRights
  Call RefuseOtherWay
  Call RefuseNewer
  ClearErrors
  ${GetOptions} $R0 "/DESKTOP" $R1
  ${IfNot} ${Errors}
    SectionSetFlags ${Desktop} ${SF_SELECTED}
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/PATH" $R1
  ${IfNot} ${Errors}
    SectionSetFlags ${OnPath} ${SF_SELECTED}
  ${EndIf}
  ${If} $INSTDIR == "" ; /D= comes first, then where it lies already
    ReadRegStr $INSTDIR SHCTX "${UNINST}" "InstallLocation"
  ${EndIf}
  ${If} $INSTDIR == ""
    ${If} $AllUsers == 1
      StrCpy $INSTDIR "$PROGRAMFILES64\${APP}"
    ${Else}
      StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${APP}"
    ${EndIf}
  ${EndIf}
  ${If} ${Silent}
    Call RefuseWhileOpen
    Call RefuseOpenFolder
  ${EndIf}
FunctionEnd

Function RefuseOpenFolder
  StrCpy $1 $INSTDIR
  Call LookAtFolder
  ${If} $IsOpen == 1
    !insertmacro REFUSE 14 "${OPEN_TEXT}"
  ${EndIf}
FunctionEnd

Function LeaveDirectory
  StrCpy $1 $INSTDIR
  Call LookAtFolder
  ${If} $IsOpen == 1
    MessageBox MB_ICONSTOP|MB_OK "${OPEN_TEXT}"
    Abort
  ${EndIf}
FunctionEnd

Function LookAtFolder ; takes a folder in $1; $IsOpen becomes 1 where others than administrators may change it
  ; A new folder inherits from the nearest one that is there.
  StrCpy $IsOpen 0
  ${If} $AllUsers != 1
    Return
  ${EndIf}
  ${DoUntil} ${FileExists} "$1\*.*"
    StrCpy $2 $1
    ${GetParent} "$1" $1
    ${If} $1 == ""
    ${OrIf} $1 == $2
      StrCpy $IsOpen 1 ; nothing there to be judged
      Return
    ${EndIf}
  ${Loop}
  StrLen $2 $1
  ${If} $2 == 2 ; a drive
    StrCpy $1 "$1\"
  ${EndIf}
  Call OwnSidOf
  ; $2 the owner, $3 the list of rights (none: everybody may everything), $4 what they lie in
  System::Call 'advapi32::GetNamedSecurityInfoW(w r1, i 1, i 5, *p .r2, p 0, *p .r3, p 0, *p .r4) i .r0'
  ${If} $0 != 0
  ${OrIf} $3 P= 0
    StrCpy $IsOpen 1
    Return
  ${EndIf}
  Call JudgeSid
  StrCpy $5 0
  ${Do}
    System::Call 'advapi32::GetAce(p r3, i r5, *p .r6) i .r0'
    ${If} $0 == 0
      ${ExitDo}
    ${EndIf}
    System::Call '*$6(&i1 .r7, &i1, &i2, i .r8)'
    IntOp $8 $8 & ${CHANGING}
    ${If} $8 <> 0
      ${If} $7 == ${ALLOWED}
      ${OrIf} $7 == ${ALLOWED_IF}
        IntPtrOp $2 $6 + 8
        Call JudgeSid
      ${EndIf}
    ${EndIf}
    IntOp $5 $5 + 1
  ${Loop}
  System::Call 'kernel32::LocalFree(p r4)'
FunctionEnd

Function OwnSidOf ; $OwnSid becomes that of who installs; who may do that for all is an administrator
  StrCpy $OwnSid ""
  System::Call 'kernel32::GetCurrentProcess() p .r5'
  System::Call 'advapi32::OpenProcessToken(p r5, i 8, *p .r6) i .r0'
  ${If} $0 <> 0
    System::Alloc 256
    Pop $7
    System::Call 'advapi32::GetTokenInformation(p r6, i 1, p r7, i 256, *i .r8) i .r0'
    ${If} $0 <> 0
      System::Call '*$7(p .r2)'
      Call TextOfSid
      StrCpy $OwnSid $9
    ${EndIf}
    System::Free $7
    System::Call 'kernel32::CloseHandle(p r6)'
  ${EndIf}
FunctionEnd

Function TextOfSid ; takes a SID in $2, gives its text in $9
  StrCpy $9 ""
  System::Call 'advapi32::ConvertSidToStringSidW(p r2, *p .R1) i .r0'
  ${If} $0 <> 0
    System::Call 'kernel32::lstrcpynW(w .r9, p R1, i 256)'
    System::Call 'kernel32::LocalFree(p R1)'
  ${EndIf}
FunctionEnd

Function JudgeSid ; takes a SID in $2; $IsOpen becomes 1 where it is not that of an administrator
  Call TextOfSid
  ${If} $9 == "S-1-5-18" ; the system
  ${OrIf} $9 == "S-1-5-32-544" ; administrators
  ${OrIf} $9 == "S-1-3-0" ; who creates a file here, so may already do that
  ${OrIf} $9 == "S-1-3-4" ; the owner, who is judged as such
  ${OrIf} $9 == "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464" ; TrustedInstaller
    Return
  ${EndIf}
  ${If} $9 != ""
  ${AndIf} $9 == $OwnSid
    Return
  ${EndIf}
  StrCpy $R2 $9 9
  StrCpy $R3 $9 4 -4
  ${If} $R2 == "S-1-5-21-" ; of a computer or domain:
    ${If} $R3 == "-500" ; its administrator
    ${OrIf} $R3 == "-512" ; its administrators
    ${OrIf} $R3 == "-519" ; those of all domains
      Return
    ${EndIf}
  ${EndIf}
  StrCpy $IsOpen 1
FunctionEnd

Function GiveUp
  SetOutPath "$TEMP" ; a folder one stands in cannot be removed
  Call BringBack
  RMDir "$INSTDIR"
FunctionEnd

Function Register
  WriteRegStr SHCTX "${UNINST}" "DisplayName" "${APP}"
  WriteRegStr SHCTX "${UNINST}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINST}" "Publisher" "${PUBLISHER}"
  WriteRegStr SHCTX "${UNINST}" "DisplayIcon" "$INSTDIR\${EXE},0"
  WriteRegStr SHCTX "${UNINST}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINST}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINST}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINST}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINST}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD SHCTX "${UNINST}" "EstimatedSize" $0
  WriteRegStr SHCTX "${APPPATH}" "" "$INSTDIR\${EXE}"
  ; offered under „Öffnen mit“; whoever opens .json and .xlsx until now goes on doing so
  WriteRegStr SHCTX "${CLASSES}\Applications\${EXE}" "FriendlyAppName" "${APP}"
  WriteRegStr SHCTX "${CLASSES}\Applications\${EXE}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  WriteRegStr SHCTX "${CLASSES}\Applications\${EXE}\SupportedTypes" ".json" ""
  WriteRegStr SHCTX "${CLASSES}\Applications\${EXE}\SupportedTypes" ".xlsx" ""
  WriteRegStr SHCTX "${CLASSES}\${PROGID}" "" "Klimaeditor-Datensatz"
  WriteRegStr SHCTX "${CLASSES}\${PROGID}\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr SHCTX "${CLASSES}\${PROGID}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  WriteRegStr SHCTX "${CLASSES}\.json\OpenWithProgids" "${PROGID}" ""
  WriteRegStr SHCTX "${CLASSES}\.xlsx\OpenWithProgids" "${PROGID}" ""
  WriteRegStr SHCTX "${CLASSES}\Directory\shell\${APP}" "" "Mit Klimaeditor öffnen"
  WriteRegStr SHCTX "${CLASSES}\Directory\shell\${APP}" "Icon" "$INSTDIR\${EXE},0"
  WriteRegStr SHCTX "${CLASSES}\Directory\shell\${APP}\command" "" '"$INSTDIR\${EXE}" "%1"'
FunctionEnd

; --- uninstaller -----------------------------------------------------------------------------

!define /redef UN "un."

Function un.onInit
  SetRegView 64
  ${GetParameters} $R0
  Call un.StartLog
  ClearErrors
  ${GetOptions} $R0 "/?" $R1
  ${IfNot} ${Errors}
    ${IfNot} ${Silent}
      MessageBox MB_ICONINFORMATION|MB_OK "uninstall.exe [Schalter]$\r$\n$\r$\n/S$\tstill, ohne Fenster und Rückfragen$\r$\n/LOG=Datei$\tschreibt mit, was geschieht$\r$\n$\r$\nRückgaben: 0 entfernt, 1 abgebrochen, 12 Programm geöffnet, 13 eine Datei ist gesperrt oder Rechte fehlen."
    ${EndIf}
    SetErrorLevel 0
    Quit
  ${EndIf}
  !insertmacro LOG "${APP} ${VERSION} wird entfernt aus $INSTDIR. Schalter: $R0"
  StrCpy $AllUsers 0
  ReadRegStr $0 HKLM "${UNINST}" "InstallLocation"
  ${If} $0 == $INSTDIR
    StrCpy $AllUsers 1
  ${EndIf}
  Call un.UseContext
  Call un.NeedRights
FunctionEnd

Function un.StillThere ; takes a file in $1
  ${If} $Held == ""
  ${AndIf} ${FileExists} "$1"
    StrCpy $Held $1
  ${EndIf}
FunctionEnd

Section "Uninstall"
  Call un.RefuseWhileOpen
  StrCpy $Held ""
  !define LOOK un.Probe
  !include "${FILES}"
  !undef LOOK
  ${If} $Held != ""
    !insertmacro REFUSE 13 "Ein anderes Programm$Holder verwendet $Held. Beenden Sie es, und versuchen Sie es noch einmal. Es wurde nichts entfernt."
  ${EndIf}
  SetOutPath "$TEMP" ; a folder one stands in cannot be removed
  !define REMOVING
  !include "${FILES}"
  !undef REMOVING
  !define LOOK un.StillThere
  !include "${FILES}"
  !undef LOOK
  ${If} $Held != "" ; the entry in „Apps“ and this uninstaller stay, for another try
    !insertmacro REFUSE 13 "$Held ließ sich nicht entfernen. Der Eintrag unter „Apps“ bleibt, bis alles entfernt ist: Beenden Sie andere Programme, und versuchen Sie es noch einmal."
  ${EndIf}
  StrCpy $InPath 0
  Call un.PathEntry
  Delete "$SMPROGRAMS\${APP}.lnk"
  Delete "$DESKTOP\${APP}.lnk"
  DeleteRegKey SHCTX "${CLASSES}\Applications\${EXE}"
  DeleteRegKey SHCTX "${CLASSES}\${PROGID}"
  DeleteRegKey SHCTX "${CLASSES}\Directory\shell\${APP}"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\Directory\shell"
  DeleteRegKey /ifempty SHCTX "${CLASSES}\Directory"
  !insertmacro FORGET_TYPE ".json"
  !insertmacro FORGET_TYPE ".xlsx"
  DeleteRegKey SHCTX "${APPPATH}"
  DeleteRegKey SHCTX "${UNINST}"
  ${If} $AllUsers == 1
    RMDir "$APPDATA\${APP}" ; where nobody has put defaults there
  ${EndIf}
  ${If} $AllUsers == 0 ; a user's registry need not have these folders; the machine's always has
    DeleteRegKey /ifempty HKCU "${CLASSES}\Applications"
    DeleteRegKey /ifempty HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths"
    DeleteRegKey /ifempty HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall"
  ${EndIf}
  Delete "$INSTDIR\${REMOVER}"
  Delete "$INSTDIR\${STAGE}" ; stays where it waits for this one, and goes after it
  RMDir "$INSTDIR"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  !insertmacro LOG "Entfernt."
  DetailPrint "Ihre Datensätze, Einstellungen und Sicherungen sind erhalten geblieben."
SectionEnd

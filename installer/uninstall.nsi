; uninstall.exe: waits for what removes Klimaeditor, and ends with its exit code. An uninstaller of NSIS
; copies itself to TEMP and ends at once with 0, so that nobody learns what came of it. This one is no
; uninstaller to NSIS: it lets a copy of the true one work (Deinstallation.exe) and hands on its code.
; `installer/nsis.py` compiles it with -D for VERSION, PUBLISHER, ICON, OUT and CPU and signs it.
Unicode true
Target ${CPU}-unicode
SilentInstall silent
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "names.nsh"

Name "${APP} ${VERSION}"
OutFile "${OUT}"
Icon "${ICON}"
VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=1031 "ProductName" "${APP}"
VIAddVersionKey /LANG=1031 "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=1031 "FileDescription" "${APP} – Deinstallation"
VIAddVersionKey /LANG=1031 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1031 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1031 "LegalCopyright" "© ${PUBLISHER}, EUPL-1.2"

Section
  ${GetParameters} $R0
  InitPluginsDir ; a new folder that nobody else may write to; it is removed when this program ends
  ClearErrors
  CopyFiles /SILENT "$EXEDIR\${REMOVER}" "$PLUGINSDIR\${REMOVER}"
  ${IfNot} ${Errors}
    ExecWait '"$PLUGINSDIR\${REMOVER}" $R0 _?=$EXEDIR' $0
  ${EndIf}
  ${If} ${Errors}
    SetErrorLevel 13
    ClearErrors
    ${GetOptions} $R0 "/S" $1
    ${If} ${Errors}
      MessageBox MB_ICONSTOP|MB_OK "${APP} lässt sich nicht entfernen: $EXEDIR\${REMOVER} fehlt oder lässt sich nicht starten. Installieren Sie dieselbe Version noch einmal, und entfernen Sie sie dann."
    ${EndIf}
    Quit
  ${EndIf}
  SetErrorLevel $0
  ${IfNot} ${FileExists} "$EXEDIR\${REMOVER}" ; all is gone but this program, which runs
    Call LetGo
    SetOutPath "$PLUGINSDIR" ; a folder one stands in cannot be removed
    ClearErrors
    Rename "$EXEPATH" "$PLUGINSDIR\${APP}.exe" ; Windows lets a running program be moved, on its drive
    ${If} ${Errors}
      Delete /REBOOTOK "$EXEPATH"
      RMDir /REBOOTOK "$EXEDIR"
    ${Else}
      RMDir "$EXEDIR"
    ${EndIf}
  ${EndIf}
SectionEnd

Function LetGo ; NSIS keeps its own file open, and nobody can move a file that is: that handle is closed
  StrCpy $9 $EXEPATH
  System::Call 'kernel32::CreateFileW(w r9, i 0, i 7, p 0, i 3, i 0, p 0) p .r0'
  ${If} $0 P= -1
    Return
  ${EndIf}
  System::Alloc 52 ; BY_HANDLE_FILE_INFORMATION
  Pop $1
  System::Call 'kernel32::GetFileInformationByHandle(p r0, p r1) i .r2'
  System::Call 'kernel32::CloseHandle(p r0)'
  System::Call '*$1(&i28, i .r3, &i12, i .r4, i .r5)' ; the volume, and the file's number in two parts
  StrCpy $0 4
  ${If} $2 = 0
    StrCpy $0 4096
  ${EndIf}
  ${DoWhile} $0 < 4096
    System::Call 'kernel32::GetFileType(p r0) i .r6'
    ${If} $6 = 1 ; on a disk
      System::Call 'kernel32::GetFileInformationByHandle(p r0, p r1) i .r6'
      System::Call '*$1(&i28, i .r7, &i12, i .r8, i .r9)'
      ${If} $6 <> 0
      ${AndIf} "$7 $8 $9" == "$3 $4 $5"
        System::Call 'kernel32::CloseHandle(p r0)'
      ${EndIf}
    ${EndIf}
    IntOp $0 $0 + 4
  ${Loop}
  System::Free $1
FunctionEnd

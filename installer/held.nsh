; What setup and uninstaller look at before they touch anything, and the log of both (/LOG=FILE).

Var Held ; the first file that cannot be replaced or removed now
Var Holder ; the program that holds it, as Windows tells
Var LogFile

!macro LOG TEXT ; leaves all registers as they are
  Push "${TEXT}"
  Call ${UN}WriteLog
!macroend

!macro REFUSE CODE TEXT
  !insertmacro LOG "Abgebrochen (${CODE}): ${TEXT}"
  SetErrorLevel ${CODE}
  MessageBox MB_ICONSTOP|MB_OK "${TEXT}" /SD IDOK
  Quit
!macroend

!macro HELD_FILES
Function ${UN}StartLog ; takes the switches in $R0
  StrCpy $LogFile ""
  ClearErrors
  ${GetOptions} $R0 "/LOG=" $LogFile
  ${If} ${Errors}
    StrCpy $LogFile ""
  ${EndIf}
  ClearErrors
FunctionEnd

Function ${UN}WriteLog ; takes a line on the stack; a log that cannot be written stops nothing
  Exch $0
  ${If} $LogFile != ""
    Push $1
    Push $2
    Push $3
    Push $4
    Push $5
    Push $6
    Push $7
    Push $8
    ${GetTime} "" "L" $2 $3 $4 $5 $6 $7 $8 ; day, month, year, weekday, hour, minute, second
    FileOpen $1 "$LogFile" a
    FileSeek $1 0 END $5
    ${If} $5 == 0
      FileWriteUTF16LE /BOM $1 ""
    ${EndIf}
    FileWriteUTF16LE $1 "$4-$3-$2 $6:$7:$8  $0$\r$\n"
    FileClose $1
    Pop $8
    Pop $7
    Pop $6
    Pop $5
    Pop $4
    Pop $3
    Pop $2
    Pop $1
    ClearErrors
  ${EndIf}
  Pop $0
FunctionEnd

Function ${UN}RefuseWhileOpen ; Windows lets nobody write to a program that runs
  StrCpy $1 "$INSTDIR\${EXE}"
  Call ${UN}RefuseIfLocked
  StrCpy $1 "$INSTDIR\${CONSOLE}"
  Call ${UN}RefuseIfLocked
FunctionEnd

Function ${UN}RefuseIfLocked ; takes the file in $1
  ${If} ${FileExists} "$1"
  ${AndIfNot} ${FileExists} "$1\*.*"
    ClearErrors
    FileOpen $0 "$1" a
    ${If} ${Errors}
      !insertmacro REFUSE 12 "${APP} ist noch geöffnet. Speichern Sie, beenden Sie ${APP}, und versuchen Sie es noch einmal."
    ${EndIf}
    FileClose $0
  ${EndIf}
FunctionEnd

Function ${UN}Probe ; takes a file in $1; where it is there and cannot be replaced, $Held names it
  ${If} $Held != ""
    Return
  ${EndIf}
  System::Call 'kernel32::GetFileAttributesW(w r1) i .r3'
  ${If} $3 = -1 ; not there
    Return
  ${EndIf}
  IntOp $3 $3 & 1 ; write-protected: opening it would be refused, removing it is not
  ${If} $3 <> 0
    Return
  ${EndIf}
  ; to write and to delete, together with nobody: refused for libraries in use and files held open
  System::Call 'kernel32::CreateFileW(w r1, i 0x40010000, i 0, p 0, i 3, i 0, p 0) p .r3'
  ${If} $3 P= -1
    StrCpy $Held $1
    Call ${UN}AskWhoHolds
  ${Else}
    System::Call 'kernel32::CloseHandle(p r3)'
  ${EndIf}
FunctionEnd

Function ${UN}AskWhoHolds ; takes a file in $Held; $Holder becomes a program's name in brackets, or ""
  StrCpy $Holder ""
  System::Call 'rstrtmgr::RmStartSession(*i .r2, i 0, w .r3) i .r0'
  ${If} $0 != 0
    Return
  ${EndIf}
  StrCpy $3 $Held
  System::Call '*(w r3) p .r4'
  System::Call 'rstrtmgr::RmRegisterResources(i r2, i 1, p r4, i 0, p 0, i 0, p 0) i .r0'
  ${If} $0 = 0
    System::Alloc 5344 ; eight times RM_PROCESS_INFO
    Pop $5
    StrCpy $6 8
    System::Call 'rstrtmgr::RmGetList(i r2, *i .r7, *i r6r6, p r5, *i .r8) i .r0'
    ${If} $0 = 0
    ${AndIf} $6 > 0
      System::Call '*$5(&i12, &w256 .r7)'
      StrCpy $Holder " ($7)"
    ${EndIf}
    System::Free $5
  ${EndIf}
  System::Free $4
  System::Call 'rstrtmgr::RmEndSession(i r2)'
FunctionEnd
!macroend

!define UN "" ; whose functions are called: "" those of the setup, "un." those of the uninstaller
!insertmacro HELD_FILES
!define /redef UN "un."
!insertmacro HELD_FILES

; The folder of the program in PATH, on request: put in by the setup, taken out by the uninstaller.

Var InPath

!define PATH_RIGHTS 0x103 ; ask, set, 64-bit view
!define PATH_PLAIN 1 ; REG_SZ
!define PATH_EXPANDED 2 ; REG_EXPAND_SZ

!macro PATH_FUNCTIONS OF
!define /redef UN "${OF}"
Function ${UN}PathEntry ; $InPath 1: puts $INSTDIR behind the others in PATH, 0: takes it out
  ; A text of NSIS ends at 1,024 characters, a PATH need not: it stays in memory that the system fills.
  ${If} $AllUsers == 1
    StrCpy $0 -2147483646 ; HKEY_LOCAL_MACHINE
    StrCpy $1 "SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
  ${Else}
    StrCpy $0 -2147483647 ; HKEY_CURRENT_USER
    StrCpy $1 "Environment"
  ${EndIf}
  System::Call 'advapi32::RegOpenKeyExW(p r0, w r1, i 0, i ${PATH_RIGHTS}, *p .r2) i .r3'
  ${If} $3 != 0
    Return
  ${EndIf}
  StrCpy $5 0
  System::Call 'advapi32::RegQueryValueExW(p r2, w "Path", p 0, *i .r4, p 0, *i .r5) i .r3'
  ${If} $3 == 2 ; there is none
    StrCpy $4 ${PATH_EXPANDED}
    StrCpy $5 0
    StrCpy $3 0
  ${EndIf}
  ${If} $3 == 0
    ${If} $4 == ${PATH_PLAIN}
    ${OrIf} $4 == ${PATH_EXPANDED}
      Call ${UN}ChangePath
    ${EndIf}
  ${EndIf}
  System::Call 'advapi32::RegCloseKey(p r2)'
FunctionEnd

Function ${UN}ChangePath ; the key $2, the type $4 and the bytes $5 of its value; between two ";" in $7
  StrLen $6 $INSTDIR
  IntOp $8 $6 + 8
  IntOp $8 $8 * 2
  IntOp $8 $8 + $5
  System::Call 'kernel32::GlobalAlloc(i 0x40, p r8) p .r7' ; filled with zeros
  ${If} $7 P= 0
    Return
  ${EndIf}
  System::Call 'kernel32::lstrcpyW(p r7, w ";")'
  IntPtrOp $8 $7 + 2
  ${If} $5 > 0
    System::Call 'advapi32::RegQueryValueExW(p r2, w "Path", p 0, p 0, p r8, *i r5r5) i .r3'
    ${If} $3 != 0 ; it has grown meanwhile
      System::Call 'kernel32::GlobalFree(p r7)'
      Return
    ${EndIf}
  ${EndIf}
  System::Call 'kernel32::lstrcatW(p r7, w ";")'
  System::Call 'shlwapi::StrStrIW(p r7, w ";$INSTDIR;") p .r8'
  StrCpy $9 "" ; where the new value begins, "" where PATH is as it should be
  ${If} $InPath == 1
  ${AndIf} $8 P= 0
    System::Call 'kernel32::lstrcatW(p r7, w "$INSTDIR")'
    StrCpy $9 $7
  ${ElseIf} $InPath == 0
  ${AndIf} $8 P<> 0
    IntOp $6 $6 + 1
    IntOp $6 $6 * 2
    IntPtrOp $6 $8 + $6 ; the ";" behind it
    System::Call 'kernel32::lstrlenW(p r6) i .r5'
    IntOp $5 $5 + 1
    IntOp $5 $5 * 2
    System::Call 'kernel32::RtlMoveMemory(p r8, p r6, p r5)'
    System::Call 'kernel32::lstrlenW(p r7) i .r5'
    IntOp $5 $5 - 1
    IntOp $5 $5 * 2
    IntPtrOp $6 $7 + $5
    System::Call 'kernel32::RtlZeroMemory(p r6, p 2)' ; the last ";"
    StrCpy $9 $7
  ${EndIf}
  ${If} $9 != ""
    Call ${UN}StorePath
  ${EndIf}
  System::Call 'kernel32::GlobalFree(p r7)'
FunctionEnd

Function ${UN}StorePath ; the text at $9 without ";" at its start, into the value of the key $2
  ${Do}
    System::Call '*$9(&i2 .r8)'
    ${If} $8 != 59
      ${ExitDo}
    ${EndIf}
    IntPtrOp $9 $9 + 2
  ${Loop}
  System::Call 'kernel32::lstrlenW(p r9) i .r5'
  ${If} $5 == 0
  ${AndIf} $AllUsers == 0
    System::Call 'advapi32::RegDeleteValueW(p r2, w "Path")'
  ${Else}
    IntOp $5 $5 + 1
    IntOp $5 $5 * 2
    System::Call 'advapi32::RegSetValueExW(p r2, w "Path", i 0, i r4, p r9, i r5) i .r3'
  ${EndIf}
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
FunctionEnd
!macroend
!insertmacro PATH_FUNCTIONS ""
!insertmacro PATH_FUNCTIONS "un."

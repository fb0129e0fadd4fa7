; An update is all or nothing. The new files are written beside (~neu), the old ones moved aside (~alt),
; the new ones moved in, and only then the old ones removed. Whatever fails on the way brings the old
; version back; what was cut short (power, a killed setup), the next setup brings back first.
;   ~neu.txt  the new list, there as long as anything lies beside
;   ~alt.txt  the old list, there from the first move to the last: what is found with it is undone
;   ~fertig.txt  the old list after the last move: what is found with it is tidied up

!define NEW "$INSTDIR\~neu"
!define OLD "$INSTDIR\~alt"
!define NEW_LIST "$INSTDIR\~neu.txt"
!define OLD_LIST "$INSTDIR\~alt.txt"
!define DONE_LIST "$INSTDIR\~fertig.txt"

Var Lines ; a list of files
Var Each ; what is done with each of its lines

!macro EACH_LINE FILE ACTION
  StrCpy $Lines "${FILE}"
  GetFunctionAddress $Each ${ACTION}
  Call EachLine
!macroend

Function EachLine ; calls $Each with each name of $Lines in $1; folders end with a stroke. No name leads outside.
  ${IfNot} ${FileExists} "$Lines"
    Return
  ${EndIf}
  ClearErrors
  FileOpen $R9 "$Lines" r
  ${DoUntil} ${Errors}
    FileRead $R9 $1
    ${If} ${Errors}
      ${ExitDo}
    ${EndIf}
    ${TrimNewLines} "$1" $1
    Call LooksOutside
    ${If} $1 == ""
    ${ElseIf} $3 == 1
      DetailPrint "Übergangen, weil außerhalb des Programmordners: $1"
      !insertmacro LOG "Übergangen, weil außerhalb des Programmordners: $1"
    ${Else}
      Call $Each
    ${EndIf}
    ClearErrors
  ${Loop}
  FileClose $R9
  ClearErrors
FunctionEnd

Function LooksOutside ; takes a line of the list in $1; $3 becomes 1 where it may lead out of the folder
  StrCpy $3 0
  StrCpy $4 $1 1
  ${If} $4 == "\"
  ${OrIf} $4 == "/"
    StrCpy $3 1
  ${EndIf}
  StrCpy $5 0
  ${Do}
    StrCpy $4 $1 1 $5
    ${If} $4 == ""
      ${ExitDo}
    ${EndIf}
    ${If} $4 == ":"
    ${OrIf} $4 == "*" ; would be all files
    ${OrIf} $4 == "?"
      StrCpy $3 1
    ${EndIf}
    StrCpy $4 $1 2 $5
    ${If} $4 == ".."
      StrCpy $3 1
    ${EndIf}
    IntOp $5 $5 + 1
  ${Loop}
FunctionEnd

!macro IF_FILE ; skips lines that name a folder
  StrCpy $2 $1 1 -1
  ${If} $2 == "\"
    Return
  ${EndIf}
!macroend

Function ProbeLine
  !insertmacro IF_FILE
  ${If} $1 == "${LIST}" ; this setup reads it just now
    Return
  ${EndIf}
  Push $1
  StrCpy $1 "$INSTDIR\$1"
  Call Probe
  Pop $1
FunctionEnd

Function MoveLineAside
  !insertmacro IF_FILE
  ${If} $Held != ""
  ${OrIfNot} ${FileExists} "$INSTDIR\$1"
    Return
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\$1\*.*" ; somebody's folder of that name
    StrCpy $Held "$INSTDIR\$1"
    Return
  ${EndIf}
  ${GetParent} "${OLD}\$1" $2
  CreateDirectory $2
  ClearErrors
  Rename "$INSTDIR\$1" "${OLD}\$1"
  ${If} ${Errors}
    StrCpy $Held "$INSTDIR\$1"
  ${EndIf}
FunctionEnd

Function MoveLineIn
  !insertmacro IF_FILE
  ${If} $Held != ""
    Return
  ${EndIf}
  ${GetParent} "$INSTDIR\$1" $2
  CreateDirectory $2
  ClearErrors
  Rename "${NEW}\$1" "$INSTDIR\$1"
  ${If} ${Errors}
    StrCpy $Held "$INSTDIR\$1"
  ${EndIf}
FunctionEnd

Function MoveLineOut ; a new file that is in its place already
  !insertmacro IF_FILE
  ${IfNot} ${FileExists} "${NEW}\$1"
    Delete "$INSTDIR\$1"
  ${EndIf}
FunctionEnd

Function MoveLineBack
  !insertmacro IF_FILE
  ${If} ${FileExists} "${OLD}\$1"
    Rename "${OLD}\$1" "$INSTDIR\$1"
  ${EndIf}
FunctionEnd

Function TidyLine
  StrCpy $2 $1 1 -1
  ${If} $2 == "\"
    RMDir "${NEW}\$1"
    RMDir "${OLD}\$1"
    RMDir "$INSTDIR\$1"
  ${Else}
    Delete "${NEW}\$1"
    Delete "${OLD}\$1"
  ${EndIf}
FunctionEnd

Function RefuseWhileHeld ; looks at every file of the version installed here before the first is touched
  StrCpy $Held ""
  StrCpy $1 "$INSTDIR\${LIST}"
  Call Probe
  !insertmacro EACH_LINE "$INSTDIR\${LIST}" ProbeLine
  ${If} $Held != ""
    !insertmacro REFUSE 13 "Ein anderes Programm$Holder verwendet $Held. Beenden Sie es, und versuchen Sie es noch einmal. Es wurde nichts verändert."
  ${EndIf}
FunctionEnd

Function Swap ; the new files lie in ~neu; $Held names a file where they could not take their place
  StrCpy $Held ""
  StrCpy $1 "$INSTDIR\${LIST}"
  ${IfNot} ${FileExists} $1
    StrCpy $1 "${NEW_LIST}"
  ${EndIf}
  StrCpy $2 "${OLD_LIST}"
  System::Call 'kernel32::CopyFileW(w r1, w r2, i 0) i .r0'
  ${If} $0 = 0
    StrCpy $Held "${OLD_LIST}"
    Return
  ${EndIf}
  !insertmacro EACH_LINE "${OLD_LIST}" MoveLineAside
  !insertmacro EACH_LINE "${NEW_LIST}" MoveLineAside ; where a file lies that no list named
  !insertmacro EACH_LINE "${NEW_LIST}" MoveLineIn
  ${If} $Held == ""
    Rename "${OLD_LIST}" "${DONE_LIST}"
  ${EndIf}
FunctionEnd

Function BringBack ; what an update left half done, this one or one that was cut short
  ${If} ${FileExists} "${OLD_LIST}"
    !insertmacro LOG "Die bisherige Version wird wiederhergestellt."
    !insertmacro EACH_LINE "${NEW_LIST}" MoveLineOut
    !insertmacro EACH_LINE "${OLD_LIST}" MoveLineBack
    !insertmacro EACH_LINE "${NEW_LIST}" MoveLineBack
  ${EndIf}
  Call Tidy
FunctionEnd

Function Tidy ; removes what lies beside, and folders that only the old version had
  !insertmacro EACH_LINE "${DONE_LIST}" TidyLine
  !insertmacro EACH_LINE "${OLD_LIST}" TidyLine
  !insertmacro EACH_LINE "${NEW_LIST}" TidyLine
  RMDir "${NEW}"
  RMDir "${OLD}"
  Delete "${DONE_LIST}"
  Delete "${OLD_LIST}"
  Delete "${NEW_LIST}"
  ClearErrors
FunctionEnd

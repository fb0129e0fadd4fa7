/* For Wine 8 only: WcsCreateIccProfile is missing there; no profile is ever found. */
#include <windows.h>
#define E __declspec(dllexport)
E HANDLE WINAPI OpenColorProfileW(void*p,DWORD a,DWORD s,DWORD c){ return NULL; }
E BOOL WINAPI CloseColorProfile(HANDLE h){ return TRUE; }
E BOOL WINAPI GetColorProfileFromHandle(HANDLE h, BYTE*b, DWORD*n){ if(n)*n=0; return FALSE; }
E HANDLE WINAPI WcsCreateIccProfile(HANDLE h, DWORD o){ return NULL; }

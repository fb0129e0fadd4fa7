/* A program of a few kilobytes that stands for the editor where only its setup is tried.
   Klimaeditor.exe STOP [FILE HOW]: runs until the file STOP is there, and holds FILE meanwhile:
   HOW is "alone" (nobody else may open it), "read" (others may read) or "load" (as a library). */
#include <windows.h>
#include <shellapi.h>

int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, LPWSTR line, int show)
{
    int count, turn;
    LPWSTR *words = CommandLineToArgvW(GetCommandLineW(), &count);
    WCHAR mark[1024];
    HANDLE file;
    (void)self; (void)before; (void)line; (void)show;
    if (count < 2)
        return 0;
    if (count > 3) {
        if (!lstrcmpW(words[3], L"load")) {
            if (!LoadLibraryW(words[2]))
                return 2;
        } else if (CreateFileW(words[2], GENERIC_READ, lstrcmpW(words[3], L"read") ? 0 : FILE_SHARE_READ,
                               NULL, OPEN_EXISTING, 0, NULL) == INVALID_HANDLE_VALUE)
            return 3;
    }
    lstrcpynW(mark, words[1], 1000);
    lstrcatW(mark, L".da");
    file = CreateFileW(mark, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    CloseHandle(file);
    for (turn = 0; turn < 2400 && GetFileAttributesW(words[1]) == INVALID_FILE_ATTRIBUTES; turn++)
        Sleep(50);
    DeleteFileW(mark);
    return 0;
}

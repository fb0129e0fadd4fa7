/* For Wine 8 only: an ICU (Windows 10 1703 has one) that opens nothing; Qt uses its own codecs. */
#define E __declspec(dllexport)
typedef int UErr; typedef unsigned short U;
E void *ucnv_open(const char*n, UErr*e){ if(e)*e=4; return 0; }          /* U_FILE_ACCESS_ERROR */
E void ucnv_close(void*c){}
E void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void){}
E void UCNV_TO_U_CALLBACK_SUBSTITUTE(void){}
E void ucnv_reset(void*c){}
E signed char ucnv_getMaxCharSize(void*c){return 1;}
E const char*ucnv_getName(void*c, UErr*e){ if(e)*e=4; return 0; }
E void ucnv_getToUCallBack(void*c,void**a,const void**b){ if(a)*a=0; if(b)*b=0;}
E void ucnv_getFromUCallBack(void*c,void**a,const void**b){ if(a)*a=0; if(b)*b=0;}
E void ucnv_setToUCallBack(void*c,void*a,const void*b,void**d,const void**f,UErr*e){ if(e)*e=4; }
E void ucnv_setFromUCallBack(void*c,void*a,const void*b,void**d,const void**f,UErr*e){ if(e)*e=4; }
E void ucnv_cbToUWriteUChars(void*a,const U*s,int l,int o,UErr*e){ if(e)*e=4; }
E void ucnv_cbFromUWriteUChars(void*a,const U**s,const U*l,int o,UErr*e){ if(e)*e=4; }
E void ucnv_toUnicode(void*c,U**t,const U*tl,const char**s,const char*sl,int*o,signed char f,UErr*e){ if(e)*e=4; }
E void ucnv_fromUnicode(void*c,char**t,const char*tl,const U**s,const U*sl,int*o,signed char f,UErr*e){ if(e)*e=4; }
E int ucnv_toUCountPending(void*c,UErr*e){ if(e)*e=4; return 0;}
E int ucnv_fromUCountPending(void*c,UErr*e){ if(e)*e=4; return 0;}
E const char*ucnv_getStandardName(const char*n,const char*s,UErr*e){ if(e)*e=4; return 0;}
E const char*ucnv_getAvailableName(int n){return 0;}
E int ucnv_countAvailable(void){return 0;}

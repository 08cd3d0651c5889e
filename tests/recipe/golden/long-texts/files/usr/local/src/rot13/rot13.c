#include <stdio.h>

int main(void) {
    int c;
    while ((c = getchar()) != EOF) {
        if (c >= 'a')
            c = (c - 'a' + 13) % 26 + 'a';
        putchar(c)
    }
    return 0;
}

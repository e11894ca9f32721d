t'a{b!r:{c}}d'; t'{ a = }'; f(t''); rt'\d{ x }'

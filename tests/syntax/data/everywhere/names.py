ﬁn = é
x.ﬁn
f(ﬁn=1)
def ﬁn(ﬁn): pass
import ﬁn.é as ﬁ

# expect: AC
from torch import *
def solve(X,E,D,a,s):
    manual_seed(s);n,k=len(X),len(D);e=randn(n,k)
    H=X@E;m,l=H[:,:k],H[:,k:];v=exp(l/2);Z=m+v*e
    G=2*(Z@D-X)/n;B=G@D.T
    return cat([(E-a*X.T@cat([B+m/n,(B*v*e+(v*v-1)/n)/2],1)).ravel(),(D-a*Z.T@G).ravel()])

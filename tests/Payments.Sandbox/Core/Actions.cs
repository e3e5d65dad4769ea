namespace Payments.Sandbox;

/// <summary>What can become of a checkout, named by the provider's id of it.</summary>
public enum CheckoutAction
{
    /// <summary>The payer pays by a method that settles at once.</summary>
    Pay,

    /// <summary>An attempt of the payer fails; where the real page stays open, it does.</summary>
    Decline,

    /// <summary>The payer leaves by the page's own cancel.</summary>
    Cancel,

    /// <summary>Its time runs out now.</summary>
    Expire,

    /// <summary>The payer pays by a slow method: it is on its way until it is settled or fails.</summary>
    Hold,

    /// <summary>What was on its way arrives.</summary>
    Settle,

    /// <summary>What was on its way fails.</summary>
    Fail,

    /// <summary>Money is captured after the checkout failed or ended, where the real provider can do that.</summary>
    LateCapture,

    /// <summary>The provider says paid, with another amount or currency than was asked.</summary>
    PayWrong,

    /// <summary>A further attempt is captured on a checkout that was paid.</summary>
    SecondCapture,
}

/// <summary>What can become of captured money, named by the provider's id of the payment.</summary>
public enum PaymentAction
{
    /// <summary>The merchant gives money back in the provider's dashboard.</summary>
    RefundByHand,
    OpenDispute,
    WinDispute,
    LoseDispute,
}

/// <summary>What can become of a refund, named by the provider's id of it.</summary>
public enum RefundAction
{
    Succeed,

    /// <summary>Also after it had succeeded.</summary>
    Fail,
}
